using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;

namespace PerfAnalyzers.Tests.Rules.Connections;

public class WhereClientsAreMadeTests : WhereThreadsWait<ShareTheClient, ShareTheClientFix>
{
    protected override string Expression => "[|new HttpClient()|].CancelPendingRequests()";

    [Fact]
    public Task A_client_that_code_which_no_handler_reaches_hands_on_is_silent() => Silent(
        "namespace Library;\npublic class Service { public HttpClient Open() { return new HttpClient(); } }", Guard.NotOnRequestPath);

    [Fact]
    public Task A_credential_is_part_of_the_client_that_takes_it() => Silent(
        "private static Azure.Security.KeyVault.Secrets.SecretClient secrets;\n"
        + "public void M(Uri u) => secrets ??= new Azure.Security.KeyVault.Secrets.SecretClient(u, new Azure.Identity.DefaultAzureCredential());",
        Guard.ClientIsKept, Guard.PartOfAnotherClient);
}

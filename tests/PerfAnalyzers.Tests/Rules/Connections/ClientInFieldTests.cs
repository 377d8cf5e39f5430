using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

/// <summary>A client that a handler puts into a field is shared only where the field outlives the call and is set once.</summary>
public class ClientInFieldTests : RuleTest<ShareTheClient, ShareTheClientFix>
{
    private const string Fields = "private HttpClient own; private static HttpClient shared;\n";

    [Theory]
    [InlineData("own = [|new HttpClient()|];")]
    [InlineData("this.own = [|new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|];")]
    [InlineData("own ??= [|new HttpClient()|];")]
    [InlineData("if (own == null) own = [|new HttpClient()|];")]
    [InlineData("shared = [|new HttpClient()|];")]
    public Task A_field_of_a_controller_is_empty_at_each_request(string body) =>
        FlagsWithoutFix($"{Fields}public Task<string> M() {{ {body} return (own ?? shared).GetStringAsync(\"/\"); }}");

    [Theory]
    [InlineData("shared ??= new HttpClient();")]
    [InlineData("if (shared == null) shared = new HttpClient();")]
    public Task A_static_field_that_is_set_once_is_shared(string body) =>
        Silent($"{Fields}public Task<string> M() {{ {body} return shared.GetStringAsync(\"/\"); }}", Guard.ClientIsKept);

    [Theory]
    [InlineData("own = [|new HttpClient()|];")]
    public Task Middleware_lives_long_but_sets_its_field_at_each_request(string body) => FlagsWithoutFix(Middleware(body));

    [Theory]
    [InlineData("own ??= new HttpClient();")]
    [InlineData("if (own == null) own = new HttpClient();")]
    public Task Middleware_that_sets_its_field_once_shares_the_client(string body) => Silent(Middleware(body), Guard.ClientIsKept);

    [Fact]
    public Task Code_that_is_no_handler_may_run_once() => Silent(
        "namespace Library;\npublic class Service { private HttpClient own; public void Open() { own = new HttpClient(); } }", Guard.ClientIsKept);

    private static string Middleware(string body) =>
        $"using System.Net.Http;\npublic class Proxy(RequestDelegate next) {{ private HttpClient own;\npublic async Task InvokeAsync(HttpContext context) {{ {body} await own.GetStringAsync(\"/\"); await next(context); }} }}";
}

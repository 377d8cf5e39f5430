using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisterTheClientOnce() : CallRule(Descriptor, ApiRole.Scoped)
{
    internal const string Id = "PERF0202";

    /// <summary>The property that tells the fix what to write.</summary>
    internal const string Instead = "instead";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Register a client once for all scopes",
        message: "'{0}' makes a new {1} for every {2}: {3}; {4}");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Fact(ApiRole.Scoped) is not { Instead.Member: { } once } || call.Invocation is not { } registration)
            return null;
        if (RegisteredClient.Of(registration, call.Project.Apis) is not { Creation.StandsAlone: false } client)
            return null;
        if (call.Path.Kind is PathKind.Console or PathKind.Test or PathKind.Obsolete)
            return Guard.Of(call.Path.Kind);

        var kind = ClientKind.Of(client.Type, client.Creation, call.Project.Apis);
        var isHttp = client.Type.IsA("System.Net.Http.HttpMessageInvoker");
        var isFixed = client.IsSameForAll(call.Project.Paths.Registrations, call.Cancellation);
        var remedy = Remedy(once, isHttp, isFixed);
        var per = call.Name.EndsWith("Scoped", StringComparison.Ordinal) ? "scope" : "use";
        return new Finding(
            isFixed && !kind.SharesConnections ? Sureness.Certain : Sureness.Likely,
            registration.TargetMethod.Name, client.Type.Name, per, kind.Cost, remedy)
        {
            At = RegisteredClient.NameOf(registration),
            RunsPerRequest = true,
            ForFix = isFixed && !isHttp
                ? ImmutableDictionary<string, string?>.Empty.Add(Instead, once)
                : ImmutableDictionary<string, string?>.Empty,
        };
    }

    private static string Remedy(string once, bool isHttp, bool isFixed)
    {
        if (!isFixed)
            return "what it is made of may differ from scope to scope: keep one for each such value";
        return isHttp ? "register it by 'AddHttpClient', which pools the handlers" : $"register one for all by '{once}'";
    }
}

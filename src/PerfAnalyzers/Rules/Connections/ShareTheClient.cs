using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShareTheClient() : CallRule(Descriptor, ApiRole.Client)
{
    internal const string Id = "PERF0201";

    /// <summary>Set on findings whose client could be shared as it is.</summary>
    internal const string Shareable = "shareable";

    private static readonly ImmutableDictionary<string, string?> Fixable =
        ImmutableDictionary<string, string?>.Empty.Add(Shareable, "true");

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Share the client instead of creating it for every call",
        message: "'{0}' makes a new client on every call{1}: {2}; {3}");

    private protected override ApiRole? CreatedRole => ApiRole.Client;

    private protected override Verdict? Judge(Call call)
    {
        if (call.Fact(ApiRole.Client) is not { } fact)
            return null;
        if (call.NeverRuns)
            return Guard.NeverRuns;
        if (HttpStack.ClientAround(call.Operation, call.Project.Apis) is not { Type: { } type } client)
            return Guard.PartOfAnotherClient;
        if (call.Path.IsExempt)
            return Guard.Of(call.Path.Kind);
        if (RegisteredClient.IsMadeBy(client, call.Project.Apis))
            return Guard.RegistrationIsJudged;

        var created = CreatedObject.Of(client);
        if (ClientLife.WhyShared(client, call.Path, created.Fate, call.Project.Paths.Handlers) is { } shared)
            return new Silence(shared, created.By?.Syntax);
        var kind = ClientKind.Of(type.OnceAwaited(), fact, call.Project.Apis);
        var varies = VaryingValue.IsIn(client);
        var isAlike = !varies && !kind.SharesConnections && !fact.StandsAlone;
        var isCertain = created.Fate is ObjectFate.Dropped or ObjectFate.Kept && isAlike;
        return new Finding(isCertain ? Sureness.Certain : Sureness.Likely, NameOf(client), WhyRepeated(call.Path), kind.Cost, kind.Remedy)
        {
            At = client.Syntax,
            ForFix = created.Fate == ObjectFate.Dropped && !varies && !fact.StandsAlone
                ? Fixable
                : ImmutableDictionary<string, string?>.Empty,
        };
    }

    /// <summary>What makes the code run again and again, where the code around does not show it.</summary>
    private static string WhyRepeated(CodePath path) => path switch
    {
        { Steps: > 0, HandlerName: { } handler } => $" (reached from {handler})",
        { Kind: PathKind.Scope, Handler: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } => "",
        { Kind: PathKind.Scope, Handler.ContainingType: { } type } => $" (the container makes {type.Name} again and again)",
        _ => "",
    };

    private static string NameOf(IOperation client) => client switch
    {
        IInvocationOperation call => $"{call.TargetMethod.DeclaringType()!.Name}.{call.TargetMethod.Name}",
        _ => $"new {client.Type!.Name}",
    };
}

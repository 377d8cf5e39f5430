using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UseAsynchronousTwinFix() : PerfFix(new UseAsynchronousTwin())
{
    private protected override async Task<ImmutableArray<Proposal>> Propose(FixSite site)
    {
        if (site.Model.GetOperation(site.Node, site.Cancellation) is { } query && EnumeratedQuery.InForEach(query) is not null)
            return await AsyncFunction.Around(site, query).ConfigureAwait(false) is { } around
                ? site.Offer(AwaitedEnumeration.TryRewrite(site, query, around))
                : ImmutableArray<Proposal>.Empty;
        if (!TwinSite.IsWholeCall(site.Node)
            || TwinSite.InsteadOf(site) is not { } instead
            || site.Model.GetOperation(site.Node, site.Cancellation) is not IInvocationOperation operation
            || await AsyncFunction.Around(site, operation).ConfigureAwait(false) is not { } function)
            return ImmutableArray<Proposal>.Empty;

        return PassedToken.Offer(
            site, token => AsyncTwin.Find(operation, instead, token) is { } twin ? Await(site, operation, twin, function) : null);
    }

    private static Rewriting Await(FixSite site, IInvocationOperation operation, AsyncTwin twin, AsyncFunction function)
    {
        var call = (InvocationExpressionSyntax)operation.Syntax;
        var continueAnywhere = twin.Method.ReturnType.IsTask() && Awaited.ContinuesAnywhere(call);
        var awaited = Awaited.Of(twin.Call, call, continueAnywhere);
        var root = AwaitUsing.Around(call) is { } usage && AwaitUsing.IsReal(operation.Type)
            ? function.Replace(usage, AwaitUsing.Of(usage.ReplaceNode(call, awaited)))
            : function.Replace(call, awaited);
        var needsReview = function.NeedsReview || MayRunInMemory(operation);
        return new(Imports.Add(root, site.Model, call.SpanStart, twin.Namespace), $"Await {twin.Method.Name}", needsReview);
    }

    /// <summary>The asynchronous operators throw for a query that EF Core does not run, such as a list behind AsQueryable.</summary>
    private static bool MayRunInMemory(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Queryable" or "Enumerable" }
        && call.Receiver().OriginOfQuery() != QueryOrigin.EntityFramework;
}

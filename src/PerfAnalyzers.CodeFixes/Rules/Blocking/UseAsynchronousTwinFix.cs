using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UseAsynchronousTwinFix() : PerfFix(new UseAsynchronousTwin())
{
    private protected override async Task<ImmutableArray<Proposal>> Propose(FixSite site) =>
        site.Offer(await Rewrite(site).ConfigureAwait(false));

    private static async Task<Rewriting?> Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: not MemberBindingExpressionSyntax } call || call.Parent is ConditionalAccessExpressionSyntax
            || !site.Properties.TryGetValue(UseAsynchronousTwin.Instead, out var text) || ApiName.TryParse(text!) is not { } instead
            || site.Model.GetOperation(call, site.Cancellation) is not IInvocationOperation operation
            || AsyncTwin.Find(operation, instead, site.Model.CancellationTokenAt(call)) is not { } twin
            || await AsyncFunction.Around(site, operation).ConfigureAwait(false) is not { } function)
            return null;

        var awaited = Awaited.Of(twin.Call, call, continueAnywhere: twin.Method.ReturnType.IsTask() && Awaited.ContinuesAnywhere(call));
        var root = AwaitUsing.Around(call) is { } usage && AwaitUsing.IsReal(operation.Type)
            ? function.Replace(usage, AwaitUsing.Of(usage.ReplaceNode(call, awaited)))
            : function.Replace(call, awaited);
        return new(Imports.Add(root, site.Model, call.SpanStart, twin.Namespace), $"Await {twin.Method.Name}", function.NeedsReview || MayRunInMemory(operation));
    }

    /// <summary>The asynchronous operators throw for a query that EF Core does not run, such as a list behind AsQueryable.</summary>
    private static bool MayRunInMemory(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Queryable" or "Enumerable" } && call.Receiver().OriginOfQuery() != QueryOrigin.EntityFramework;
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AwaitTheSignalFix() : PerfFix(new AwaitTheSignal())
{
    /// <summary>
    /// The wait keeps its arguments: a token that it was not given would bring a way out between it and the <c>try</c> that releases.
    /// </summary>
    private protected override async Task<ImmutableArray<Proposal>> Propose(FixSite site)
    {
        if (!IsCallOfMember(site.Node) || TwinSite.InsteadOf(site) is not { } instead)
            return ImmutableArray<Proposal>.Empty;
        if (site.Model.GetOperation(site.Node, site.Cancellation) is not IInvocationOperation operation
            || AsyncTwin.Find(operation, instead, cancellation: null) is not { } twin
            || await AsyncFunction.Around(site, operation).ConfigureAwait(false) is not { } function)
            return ImmutableArray<Proposal>.Empty;

        var wait = (ExpressionSyntax)site.Node;
        var awaited = Awaited.Of(twin.Call, wait, Awaited.ContinuesAnywhere(wait));
        return site.Offer(new Rewriting(function.Replace(wait, awaited), $"Await {twin.Method.Name}", function.NeedsReview));
    }

    /// <summary>The signal is named before the dot: a class that waits for itself is none to rewrite.</summary>
    private static bool IsCallOfMember(SyntaxNode node) =>
        TwinSite.IsWholeCall(node) && node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax };
}

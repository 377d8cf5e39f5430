using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleepingFix() : PerfFix(new DelayInsteadOfSleeping())
{
    private protected override async Task<ImmutableArray<Proposal>> Propose(FixSite site) =>
        site.Offer(await Rewrite(site).ConfigureAwait(false));

    private static async Task<Rewriting?> Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ NameColon: null }] } sleep
            || site.Model.GetOperation(sleep, site.Cancellation) is not IInvocationOperation { TargetMethod.Name: "Sleep" } operation
            || await AsyncFunction.Around(site, operation).ConfigureAwait(false) is not { } function)
            return null;

        var arguments = site.Model.CancellationTokenAt(sleep) is { } token
            ? sleep.ArgumentList.AddArguments(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)).WithLeadingTrivia(SyntaxFactory.Space))
            : sleep.ArgumentList;
        var task = new TaskType(site.Model, sleep.SpanStart);
        var awaited = Awaited.Of(SyntaxFactory.InvocationExpression(task.Member("Delay"), arguments), sleep, Awaited.ContinuesAnywhere(sleep));
        return new(Imports.Add(function.Replace(sleep, awaited), site.Model, sleep.SpanStart, task.Import), "Await Task.Delay", function.NeedsReview);
    }
}

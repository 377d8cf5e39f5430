using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleepingFix() : PerfFix(new DelayInsteadOfSleeping())
{
    private protected override async Task<ImmutableArray<Proposal>> Propose(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ NameColon: null }] } sleep
            || site.Model.GetOperation(sleep, site.Cancellation) is not IInvocationOperation { TargetMethod.Name: "Sleep" } operation
            || await AsyncFunction.Around(site, operation).ConfigureAwait(false) is not { } function)
            return ImmutableArray<Proposal>.Empty;

        return PassedToken.Offer(site, token => Delay(site, sleep, function, token));
    }

    private static Rewriting Delay(FixSite site, InvocationExpressionSyntax sleep, AsyncFunction function, string? token)
    {
        var arguments = token is null
            ? sleep.ArgumentList
            : sleep.ArgumentList.AddArguments(
                SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)).WithLeadingTrivia(SyntaxFactory.Space));
        var task = new TaskType(site.Model, sleep.SpanStart);
        var delay = SyntaxFactory.InvocationExpression(task.Member("Delay"), arguments);
        var root = function.Replace(sleep, Awaited.Of(delay, sleep, Awaited.ContinuesAnywhere(sleep)));
        return new(Imports.Add(root, site.Model, sleep.SpanStart, task.Import), "Await Task.Delay", function.NeedsReview);
    }
}

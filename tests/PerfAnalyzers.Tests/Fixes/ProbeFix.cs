using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>Proposes what a test says, for places where a task is waited for.</summary>
internal sealed class ProbeFix(Func<FixSite, IEnumerable<Proposal>> propose) : PerfFix(new AwaitInsteadOfBlocking())
{
    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Writes the expressions in the place of the finding: each is a proposal of its own, which bears the expression as its key.</summary>
    public static ProbeFix Writing(Func<FixSite, IEnumerable<string>> expressions) =>
        new(site => expressions(site).Select(
            expression => new Proposal(expression, $"Write {expression}", NeedsReview: false, Edit(site, expression))));

    public static SolutionEdits Edit(FixSite site, string expression) => SolutionEdits.Of(
        site.Document, site.Root.ReplaceNode(site.Node, SyntaxFactory.ParseExpression(expression).WithTriviaFrom(site.Node)));

    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site)
    {
        Asked++;
        return Task.FromResult(propose(site).ToImmutableArray());
    }
}

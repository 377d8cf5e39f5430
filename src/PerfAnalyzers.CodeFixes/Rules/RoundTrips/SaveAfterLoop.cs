using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Takes SaveChanges out of the loop and writes it once behind.</summary>
internal static class SaveAfterLoop
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        var save = site.Statement;
        if (!site.Write.IsSave || save.Parent is not BlockSyntax { Statements.Count: > 1 } block || MaySkip(site, block))
            return null;

        var rewritten = site.Loop.ReplaceNode(block, Without(block, save, AroundLoop.Indent(site.Loop)));
        return site.Around(rewritten, before: [], after: IsFollowedBySame(site) ? [] : [WithComments(save)], "Save once after the loop");
    }

    /// <summary>True where an iteration may change something and end without the save: what was not saved then would be saved after the loop.</summary>
    private static bool MaySkip(LoopSite site, BlockSyntax block)
    {
        var loop = site.Write.Loop;
        var ends = loop.OwnCode.OfType<IBranchOperation>().Where(branch => branch.BranchKind is BranchKind.Break or BranchKind.Continue).Select(branch => branch.Syntax.SpanStart)
            .Concat(loop.IsConditional(site.Write.Call) ? [block.SpanStart] : [])
            .Where(end => end < site.Statement.SpanStart).ToList();
        return loop.OwnCode.Any(operation => IsChange(operation) && ends.Any(end => operation.Syntax.SpanStart < end));
    }

    private static bool IsChange(IOperation operation) => operation switch
    {
        IInvocationOperation call => EntityChanges.IsNamedAsChange(call.TargetMethod),
        IAssignmentOperation assignment => assignment.Target is IPropertyReferenceOperation && assignment.Parent is not IObjectOrCollectionInitializerOperation,
        IIncrementOrDecrementOperation step => step.Target is IPropertyReferenceOperation,
        _ => false,
    };

    private static BlockSyntax Without(BlockSyntax block, StatementSyntax statement, string indent)
    {
        var isFirst = block.Statements[0] == statement;
        var sharesLineWithBrace = block.Statements.Last() == statement && !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            && statement.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var remaining = block.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia)!;
        if (sharesLineWithBrace)
            remaining = remaining.WithCloseBraceToken(remaining.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(indent)));
        if (!isFirst)
            return remaining;
        var first = remaining.Statements[0];
        return remaining.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
    }

    private static bool IsFollowedBySame(LoopSite site)
    {
        SyntaxNode loop = site.Loop.Parent is GlobalStatementSyntax global ? global : site.Loop;
        return loop.Parent!.ChildNodes().SkipWhile(node => node != loop).Skip(1).FirstOrDefault() is { } next
            && SyntaxFactory.AreEquivalent((next as GlobalStatementSyntax)?.Statement ?? next, site.Statement, topLevel: false);
    }

    /// <summary>The statement with its comments, each line without its indentation.</summary>
    private static string WithComments(StatementSyntax statement) =>
        string.Join("\n", statement.ToFullString().Trim().Split('\n').Select((line, index) => index == 0 ? line : Outdent(line, statement)));

    private static string Outdent(string line, StatementSyntax statement)
    {
        var indent = statement.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        return line.StartsWith(indent, StringComparison.Ordinal) ? line.Substring(indent.Length) : line.TrimStart();
    }
}

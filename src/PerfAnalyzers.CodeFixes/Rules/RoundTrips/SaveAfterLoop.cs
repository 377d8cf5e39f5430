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

        var rewritten = site.Loop.ReplaceNode(block, Without(block, save, Layout.Indentation(site.Loop)));
        return site.Around(rewritten, before: [], after: IsFollowedBySame(site) ? [] : [WithComments(save)], "Save once after the loop");
    }

    /// <summary>
    /// True where an iteration may change something and end without the save: what was not saved then would be saved after the loop.
    /// </summary>
    private static bool MaySkip(LoopSite site, BlockSyntax block)
    {
        var loop = site.Write.Loop;
        var ends = loop.OwnCode.Where(EndsIteration).Select(end => end.Syntax.SpanStart).ToList();
        ends.RemoveAll(end => end > site.Statement.SpanStart);
        if (loop.IsConditional(site.Write.Call))
            ends.Add(block.SpanStart);
        return loop.OwnCode.Any(operation => IsChange(operation) && ends.Any(end => operation.Syntax.SpanStart < end));
    }

    private static bool EndsIteration(IOperation operation) =>
        operation is IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue };

    private static bool IsChange(IOperation operation) => operation switch
    {
        IInvocationOperation call => EntityChanges.IsNamedAsChange(call.TargetMethod),
        IAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation } => false,
        IAssignmentOperation assignment => assignment.Target is IPropertyReferenceOperation,
        IIncrementOrDecrementOperation step => step.Target is IPropertyReferenceOperation,
        _ => false,
    };

    private static BlockSyntax Without(BlockSyntax block, StatementSyntax statement, string indentation)
    {
        var remaining = block.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia)!;
        if (EndsLineOfBrace(block, statement))
            remaining = remaining.WithCloseBraceToken(remaining.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)));
        if (block.Statements[0] != statement)
            return remaining;
        var first = remaining.Statements[0];
        var leading = first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return remaining.ReplaceNode(first, first.WithLeadingTrivia(leading));
    }

    /// <summary>True for the last statement of a block, on a line of its own but for the brace behind it.</summary>
    private static bool EndsLineOfBrace(BlockSyntax block, StatementSyntax statement) =>
        block.Statements.Last() == statement
        && Layout.StartsLine(statement) && !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    private static bool IsFollowedBySame(LoopSite site)
    {
        SyntaxNode loop = site.Loop.Parent is GlobalStatementSyntax global ? global : site.Loop;
        return loop.Parent!.ChildNodes().SkipWhile(node => node != loop).Skip(1).FirstOrDefault() is { } next
            && SyntaxFactory.AreEquivalent((next as GlobalStatementSyntax)?.Statement ?? next, site.Statement, topLevel: false);
    }

    private static string WithComments(StatementSyntax statement) =>
        Layout.Outdented(statement.ToFullString().Trim(), Layout.Indentation(statement));
}

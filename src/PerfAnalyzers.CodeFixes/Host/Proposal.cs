using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>One way to fix a finding. The first that a fix proposes is the preferred one.</summary>
/// <param name="Key">Names this way among the others of the rule, and never changes: Fix All over an alternative asks for it.</param>
/// <param name="Title">What the light bulb says, an imperative without a full stop.</param>
/// <param name="NeedsReview">True where the edits change something that the author should look at; Fix All takes them only when
/// asked.</param>
/// <param name="Edits">What changes.</param>
internal sealed record Proposal(string Key, string Title, bool NeedsReview, SolutionEdits Edits)
{
    /// <summary>What the light bulb shows.</summary>
    public string Label => NeedsReview ? Title + " (review)" : Title;
}

/// <summary>The rewritten root of the document that holds the finding.</summary>
/// <param name="Root">The new root. Nodes that carry Formatter, Simplifier or AddImports annotations are tidied.</param>
/// <param name="Title">What the light bulb says, an imperative without a full stop.</param>
/// <param name="NeedsReview">True where the rewrite changes something that its author should look at; Fix All takes it only when
/// asked.</param>
internal sealed record Rewriting(SyntaxNode Root, string Title, bool NeedsReview = false)
{
    /// <summary>Names the way among the others of the rule.</summary>
    public string Key { get; init; } = "";
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>A finding that a Fix All has yet to look at.</summary>
/// <param name="Document">Where it is.</param>
/// <param name="Span">What the rule underlines.</param>
/// <param name="Properties">What the rule left for the fix.</param>
internal sealed record PendingSite(DocumentId Document, TextSpan Span, ImmutableDictionary<string, string?> Properties)
{
    public Task<FixSite> In(Solution solution, CancellationToken cancellation) =>
        FixSite.At(solution.GetDocument(Document)!, Span, Properties, cancellation);

    /// <summary>Null for a finding in a file that nobody may edit.</summary>
    public static PendingSite? Of(Solution solution, Diagnostic diagnostic)
    {
        var document = solution.GetDocument(diagnostic.Location.SourceTree)
            ?? solution.GetDocument(solution.GetDocumentIdsWithFilePath(diagnostic.Location.SourceTree?.FilePath).FirstOrDefault());
        return document is null or SourceGeneratedDocument ? null : new(document.Id, diagnostic.Location.SourceSpan, diagnostic.Properties);
    }
}

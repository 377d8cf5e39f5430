using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>Changes of texts, by the document; where several projects have the file, by the first of its documents.</summary>
internal sealed record TextEdits(ImmutableDictionary<DocumentId, ImmutableArray<TextChange>> Changes)
{
    public IEnumerable<DocumentId> Documents => Changes.Keys;

    public bool IsEmpty => Changes.Values.All(changes => changes.IsEmpty);

    /// <summary>The solution with all of the edits made, in every project that has a file. What two edits say alike is done once.</summary>
    public static async Task<Solution> Apply(Solution solution, IEnumerable<TextEdits> edits, CancellationToken cancellation)
    {
        var result = solution;
        foreach (var document in edits.SelectMany(edit => edit.Changes).GroupBy(change => change.Key, change => change.Value))
        {
            var text = await solution.GetDocument(document.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            var changed = text.WithChanges(document.SelectMany(changes => changes).Distinct().OrderBy(change => change.Span.Start));
            foreach (var id in solution.Linked(document.Key))
                result = result.WithDocumentText(id, changed);
        }
        return result;
    }
}

internal static class LinkedDocuments
{
    /// <summary>The document, and those of other projects that are the same file.</summary>
    public static IEnumerable<DocumentId> Linked(this Solution solution, DocumentId id) =>
        solution.GetDocument(id)!.GetLinkedDocumentIds().Insert(0, id);

    /// <summary>The document that stands for all that are the same file: that of the project which the solution names first.</summary>
    public static DocumentId FirstOfLinked(this Solution solution, DocumentId id)
    {
        var linked = solution.Linked(id).ToDictionary(one => one.ProjectId);
        return linked.Count == 1 ? id : solution.ProjectIds.Where(linked.ContainsKey).Select(project => linked[project]).First();
    }
}

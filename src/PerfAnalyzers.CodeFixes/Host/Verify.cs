using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Makes the edits of a pass together and compiles what they may concern once: an edit must not bring a new error, nor a warning that a
/// strict build makes one. Where something broke, halves of the suspects are tried until the culprits are left out.
/// </summary>
/// <param name="solution">The solution before the edits.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class Verify(Solution solution, CancellationToken cancellation)
{
    private readonly Dictionary<DocumentId, Problems> before = [];

    /// <summary>The edits that can be made together.</summary>
    public Task<ImmutableArray<TextEdits>> Keep(ImmutableArray<TextEdits> edits) => Keep(ImmutableArray<TextEdits>.Empty, edits);

    private async Task<ImmutableArray<TextEdits>> Keep(ImmutableArray<TextEdits> kept, ImmutableArray<TextEdits> tried)
    {
        cancellation.ThrowIfCancellationRequested();
        if (tried.IsEmpty)
            return kept;
        var edited = await TextEdits.Apply(solution, kept.Concat(tried), cancellation).ConfigureAwait(false);
        var documents = tried.SelectMany(edit => edit.Documents).Distinct().ToList();
        var surfaces = await Surfaces(edited, documents).ConfigureAwait(false);
        var worse = await Worse(edited, documents, surfaces).ConfigureAwait(false);
        if (worse.Count == 0)
            return kept.AddRange(tried);

        var suspects = tried.Where(edit => IsSuspect(edit, edited, worse, surfaces)).ToImmutableArray();
        if (suspects.IsEmpty)
            suspects = tried;
        kept = kept.AddRange(tried.Except(suspects));
        if (suspects.Length == 1)
            return kept;
        var half = suspects.Length / 2;
        kept = await Keep(kept, suspects.Take(half).ToImmutableArray()).ConfigureAwait(false);
        return await Keep(kept, suspects.Skip(half).ToImmutableArray()).ConfigureAwait(false);
    }

    /// <summary>The documents, in every project that has them, that have more problems than before.</summary>
    private async Task<List<DocumentId>> Worse(Solution edited, List<DocumentId> documents, Dictionary<DocumentId, Surface> surfaces)
    {
        var worse = new List<DocumentId>();
        foreach (var id in await Concerned(edited, documents, surfaces).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            var now = await Problems.Of(edited.GetDocument(id)!, cancellation).ConfigureAwait(false);
            if (!now.AreNone && now.AreMoreThan(await Before(id).ConfigureAwait(false)))
                worse.Add(id);
        }
        return worse;
    }

    private async Task<Problems> Before(DocumentId id)
    {
        if (!before.TryGetValue(id, out var known))
            before[id] = known = await Problems.Of(solution.GetDocument(id)!, cancellation).ConfigureAwait(false);
        return known;
    }

    /// <summary>True where the edit touches what is worse, or changes a member that it mentions.</summary>
    private bool IsSuspect(TextEdits edit, Solution edited, List<DocumentId> worse, Dictionary<DocumentId, Surface> surfaces) =>
        edit.Documents.SelectMany(solution.Linked).Any(worse.Contains)
        || edit.Documents.Any(document => worse.Any(id =>
            edited.GetDocument(id)!.TryGetSyntaxTree(out var tree) && surfaces[document].Concerns(tree!, cancellation)));

    private async Task<Dictionary<DocumentId, Surface>> Surfaces(Solution edited, List<DocumentId> documents)
    {
        var surfaces = new Dictionary<DocumentId, Surface>();
        foreach (var id in documents)
            surfaces[id] = Surface.Difference(
                (await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!,
                (await edited.GetDocument(id)!.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!);
        return surfaces;
    }

    /// <summary>
    /// The edited documents, the other parts of their types, and what may use a changed declaration: in the projects that have the
    /// documents and in those that depend on them.
    /// </summary>
    private async Task<HashSet<DocumentId>> Concerned(Solution edited, List<DocumentId> documents, Dictionary<DocumentId, Surface> surfaces)
    {
        var concerned = new HashSet<DocumentId>(documents.SelectMany(solution.Linked));
        var graph = solution.GetProjectDependencyGraph();
        foreach (var id in documents)
        {
            foreach (var linked in edited.Linked(id))
                concerned.UnionWith(await OtherParts(edited.GetDocument(linked)!).ConfigureAwait(false));
            if (surfaces[id].IsSame)
                continue;
            var projects = solution.Linked(id).Select(linked => linked.ProjectId).ToList();
            foreach (var project in projects.Concat(projects.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct())
                foreach (var document in edited.GetProject(project)!.Documents)
                    if (surfaces[id].Concerns((await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!, cancellation))
                        concerned.Add(document.Id);
        }
        return concerned;
    }

    /// <summary>The documents with other parts of a partial type, where the compiler may report what a body no longer uses.</summary>
    private async Task<IEnumerable<DocumentId>> OtherParts(Document document)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var parts = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>().Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword)).ToList();
        if (parts.Count == 0)
            return [];
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        return parts
            .SelectMany(part => model.GetDeclaredSymbol(part, cancellation)!.DeclaringSyntaxReferences)
            .Select(reference => document.Project.GetDocument(reference.SyntaxTree)?.Id)
            .OfType<DocumentId>();
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Fixes a document, a project or a solution in one pass and leaves alone what cannot be fixed. The batch fixer of the platform makes
/// every edit for the text as it was, gives up on the whole where the first occurrence has no fix, and leaves what its own edits bring to
/// light.
/// </summary>
internal sealed class FixAllSites(PerfFix fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
        [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var diagnostics = await Diagnostics(context).ConfigureAwait(false);
        var sites = diagnostics
            .Where(diagnostic => context.DiagnosticIds.Contains(diagnostic.Id) && diagnostic.Location.IsInSource)
            .Select(diagnostic => PendingSite.Of(context.Solution, diagnostic)).OfType<PendingSite>().ToImmutableArray();
        var key = context.CodeActionEquivalenceKey ?? fix.Id;
        var pass = new FixAllPass(fix, key, document => IsInScope(context, document), new HostProgress(context), context.CancellationToken);
        var changed = await pass.Run(context.Solution, sites).ConfigureAwait(false);
        return changed == context.Solution ? null : CodeAction.Create(Title(context), _ => Task.FromResult(changed), key);
    }

    private static async Task<IEnumerable<Diagnostic>> Diagnostics(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document:
                return await context.GetDocumentDiagnosticsAsync(context.Document!).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
        }
        var all = new List<Diagnostic>();
        foreach (var project in context.Solution.Projects.Where(IsCSharp))
            all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        return all;
    }

    private static bool IsInScope(FixAllContext context, Document document) => context.Scope switch
    {
        FixAllScope.Document => document.Id == context.Document?.Id,
        FixAllScope.Project => document.Project.Id == context.Project.Id,
        _ => IsCSharp(document.Project),
    };

    private static bool IsCSharp(Project project) => project.Language == LanguageNames.CSharp;

    private string Title(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => $"Fix {fix.Id} in {context.Document?.Name}",
        FixAllScope.Project => $"Fix {fix.Id} in {context.Project.Name}",
        _ => $"Fix {fix.Id} in the solution",
    };
}

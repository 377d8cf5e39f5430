using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// Projects opened as an IDE opens them: by a design-time build, with the analyzers and fixes of the packed assemblies,
/// which are loaded through the analyzer references that the package gives the project.
/// </summary>
internal sealed class IdeSession : IDisposable
{
    private readonly MSBuildWorkspace workspace = MSBuildWorkspace.Create();

    public Solution Solution { get; private set; } = null!;

    public ImmutableArray<WorkspaceDiagnostic> Failures => [.. workspace.Diagnostics.Where(diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure)];

    public static async Task<IdeSession> Open(params string[] projectFiles)
    {
        var session = new IdeSession();
        foreach (var file in projectFiles)
        {
            await DotNet.Succeed(Path.GetDirectoryName(file)!, "restore", "-v", "q", "-nologo");
            await session.workspace.OpenProjectAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        }
        session.Solution = session.workspace.CurrentSolution;
        return session;
    }

    public static async Task<ImmutableArray<Diagnostic>> LiveDiagnostics(Document document)
    {
        var analysis = await Analysis(document.Project);
        var model = await document.GetSemanticModelAsync();
        var diagnostics = await analysis.GetAnalyzerSemanticDiagnosticsAsync(model!, filterSpan: null, TestContext.Current.CancellationToken);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    public static async Task<ImmutableArray<Diagnostic>> AllDiagnostics(Project project) =>
        await (await Analysis(project)).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<CodeAction>> CodeActions(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (var fix in Fixes(document.Project).Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    public static async Task<Solution> FixAll(Document document, string id, string equivalenceKey, FixAllScope scope)
    {
        var fix = Fixes(document.Project).Single(fix => fix.FixableDiagnosticIds.Contains(id));
        var context = new FixAllContext(document, fix, scope, equivalenceKey, [id], new Found(), TestContext.Current.CancellationToken);
        return await Apply((await fix.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    public static async Task<Solution> Apply(CodeAction action) =>
        (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    public static async Task<IEnumerable<Diagnostic>> Errors(Project project) =>
        (await project.GetCompilationAsync())!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public void Dispose() => workspace.Dispose();

    private static IEnumerable<AnalyzerFileReference> OurReferences(Project project) =>
        project.AnalyzerReferences.OfType<AnalyzerFileReference>().Where(reference => reference.Display.StartsWith("PerfAnalyzers", StringComparison.Ordinal));

    private static async Task<CompilationWithAnalyzers> Analysis(Project project)
    {
        var problems = new List<Exception>();
        var analyzers = OurReferences(project).SelectMany(reference =>
        {
            reference.AnalyzerLoadFailed += (_, failure) => problems.Add(failure.Exception ?? new InvalidOperationException(failure.Message));
            return reference.GetAnalyzers(LanguageNames.CSharp);
        }).ToImmutableArray();
        Assert.NotEmpty(analyzers);
        Assert.DoesNotContain(problems, problem => problem is BadImageFormatException or FileNotFoundException or TypeLoadException);
        return (await project.GetCompilationAsync())!.WithAnalyzers(
            analyzers,
            new CompilationWithAnalyzersOptions(
                project.AnalyzerOptions, onAnalyzerException: (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
    }

    /// <summary>As an IDE finds them: by the export attribute in the assemblies of the analyzer references.</summary>
    private static IEnumerable<CodeFixProvider> Fixes(Project project) =>
        from reference in OurReferences(project)
        from type in reference.GetAssembly().GetTypes()
        where type.IsDefined(typeof(ExportCodeFixProviderAttribute), inherit: false)
        select (CodeFixProvider)Activator.CreateInstance(type)!;

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) => await AllDiagnostics(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) => await LiveDiagnostics(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>A solution of several projects and files, and what a fix makes of it.</summary>
internal sealed class FixedSolution
{
    private Solution solution;

    private FixedSolution(Solution solution) => this.solution = solution;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One project, <c>Test</c>, with these files.</summary>
    public static FixedSolution Of(params (string File, string Code)[] files) => Of(new Given(), files);

    public static FixedSolution Of(Given given, params (string File, string Code)[] files)
    {
        var project = TestProject.Base(given);
        var config = SourceText.From(TestProject.EditorConfig(given));
        var fresh = project.Solution.AddAnalyzerConfigDocument(
            DocumentId.CreateNewId(project.Id), ".editorconfig", config, filePath: "/src/.editorconfig");
        return new FixedSolution(fresh).With(project.Id, files);
    }

    /// <summary>A project that references <c>Test</c>.</summary>
    public FixedSolution Above(string name, params (string File, string Code)[] files)
    {
        var id = Add(name);
        solution = solution.AddProjectReference(id, new ProjectReference(Test.Id));
        return With(id, files);
    }

    /// <summary>A project that has nothing to do with <c>Test</c>, but may have the same files.</summary>
    public FixedSolution Beside(string name, params (string File, string Code)[] files) => With(Add(name), files);

    public Project Test => solution.Projects.Single(project => project.Name == TestProject.Name);

    public Document Document(string file) => solution.Projects.SelectMany(project => project.Documents).First(document => document.Name == file);

    /// <summary>The file in each project that has it.</summary>
    public async Task<IReadOnlyList<string>> Texts(string file)
    {
        var texts = new List<string>();
        foreach (var document in solution.Projects.SelectMany(project => project.Documents).Where(document => document.Name == file))
            texts.Add((await document.GetTextAsync(Cancellation)).ToString());
        return texts;
    }

    public async Task<string> Text(string file) => (await Texts(file)).Distinct().Single();

    /// <summary>What the light bulb shows for the first finding of a file.</summary>
    public async Task<IReadOnlyList<CodeAction>> Offered(PerfFix fix, string file)
    {
        var document = Document(file);
        var found = await Findings.Of(fix.Rule, document.Project);
        var actions = new List<CodeAction>();
        var first = found.First(diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, first, (action, _) => actions.Add(action), Cancellation));
        return actions;
    }

    public async Task<FixedSolution> Apply(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(Cancellation);
        return new(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution);
    }

    /// <summary>Fix All; the same solution where it has nothing to do.</summary>
    public async Task<FixedSolution> FixAll(
        PerfFix fix, string file, FixAllScope scope = FixAllScope.Solution, string? key = null, CancellationToken? cancellation = null)
    {
        var context = new FixAllContext(
            Document(file), fix, scope, key ?? fix.Id, fix.FixableDiagnosticIds, new Found(fix), cancellation ?? Cancellation);
        return await fix.GetFixAllProvider().GetFixAsync(context) is { } action ? await Apply(action) : this;
    }

    private ProjectId Add(string name)
    {
        var id = ProjectId.CreateNewId(name);
        solution = TestProject.AddProject(Test.WithProjectReferences([]), id, name)
            .AddDocument(DocumentId.CreateNewId(id), "Usings.cs", TestProject.Usings, filePath: $"/src/{name}/Usings.cs");
        return id;
    }

    private FixedSolution With(ProjectId project, IEnumerable<(string File, string Code)> files)
    {
        foreach (var (file, code) in files)
            solution = solution.AddDocument(
                DocumentId.CreateNewId(project), file, SourceText.From(code.ReplaceLineEndings("\n")), filePath: "/src/" + file);
        return this;
    }

    private sealed class Found(PerfFix fix) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await Findings.Of(fix.Rule, project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await Findings.Of(fix.Rule, document.Project)).Where(found => found.Location.GetLineSpan().Path == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}

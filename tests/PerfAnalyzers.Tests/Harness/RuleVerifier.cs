using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;
using PerfAnalyzers.Rules.Configuration;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// The compiler's verifier of analyzers and fixes, on projects that are forks of warm ones. It leaves to one test of the house per rule what need
/// not be seen in every test: suppression, and Fix All over a project and a solution.
/// </summary>
internal sealed class RuleVerifier : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
{
    private readonly DiagnosticAnalyzer rule;
    private readonly CodeFixProvider? fix;
    private readonly Given given;
    private readonly List<Diagnostic> silences = [];

    public RuleVerifier(DiagnosticAnalyzer rule, CodeFixProvider? fix, string code, Given given)
    {
        (this.rule, this.fix, this.given) = (rule, fix, given);
        TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck;
        if (given.Below.Count == 0)
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        if (given.Title is { } title)
            CodeActionVerifier = (action, verifier) => verifier.Equal(title, action.Title);
        Fill(TestState, MarkedCode.Read(TestProject.Whole(code)), project => MarkedCode.Read(TestProject.Whole(project.Code)));
    }

    /// <summary>The silences that the explained rules have told.</summary>
    public IReadOnlyList<Diagnostic> Silences => silences;

    protected override string DefaultTestProjectName => TestProject.Name;

    protected override string DefaultFilePathPrefix => "/src/Test";

    /// <summary>What the fix makes of the code; its marks are what stays reported.</summary>
    public RuleVerifier Becomes(string after)
    {
        FixedState.InheritanceMode = StateInheritanceMode.Explicit;
        Fill(FixedState, MarkedCode.Read(TestProject.Whole(after)), project => MarkedCode.Read(TestProject.Whole(project.Fixed ?? project.Code)));
        return this;
    }

    /// <summary>Checks too what need not be seen in every test.</summary>
    public RuleVerifier Thoroughly()
    {
        TestBehaviors = TestBehaviors.None;
        CodeFixTestBehaviors = CodeFixTestBehaviors.None;
        return this;
    }

    public Task Run() => RunAsync(TestContext.Current.CancellationToken);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() =>
        rule is ExplainSilence ? [rule] : [rule, new ExplainSilence()];

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => fix is null ? [] : [fix];

    /// <summary>A silence that is explained is no finding.</summary>
    protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(
        ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
    {
        lock (silences)
            silences.AddRange(diagnostics.Where(IsExplanation).Select(found => found.diagnostic));
        return base.FilterDiagnostics(diagnostics).RemoveAll(found => IsExplanation(found));
    }

    private bool IsExplanation((Project Project, Diagnostic Diagnostic) found) => found.Diagnostic.Id == ExplainSilence.Id && rule is not ExplainSilence;

    protected override Task<Project> CreateProjectImplAsync(
        EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, CancellationToken cancellationToken)
    {
        var warm = TestProject.Base(given);
        var ids = new Dictionary<string, ProjectId> { [TestProject.Name] = warm.Id };
        var solution = warm.Solution;
        foreach (var state in additionalProjects)
        {
            ids[state.Name] = ProjectId.CreateNewId(state.Name);
            solution = TestProject.AddProject(solution.GetProject(warm.Id)!, ids[state.Name], state.Name);
        }
        foreach (var state in additionalProjects.Prepend(primaryProject))
            solution = AddFiles(solution, ids[state.Name], state)
                .AddProjectReferences(ids[state.Name], state.AdditionalProjectReferences.Select(name => new ProjectReference(ids[name])));
        return Task.FromResult(solution.GetProject(warm.Id)!);
    }

    /// <summary>The warm project has the options already; other ones would compile it anew.</summary>
    protected override Project ApplyCompilationOptions(Project project) => project;

    private Solution AddFiles(Solution solution, ProjectId id, EvaluatedProjectState state)
    {
        foreach (var (file, text) in state.Sources.Where(source => source.filename != TestProject.UsingsName))
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Name(file), text, Folders(file), file);
        foreach (var (file, text) in state.AnalyzerConfigFiles)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), Name(file), text, Folders(file), file);
        foreach (var (file, text) in state.AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Name(file), text, Folders(file), file);
        return solution;
    }

    private string Name(string file) => GetNameAndFoldersFromPath(DefaultFilePathPrefix, file).fileName;

    private IEnumerable<string> Folders(string file) => GetNameAndFoldersFromPath(DefaultFilePathPrefix, file).folders;

    private void Fill(SolutionState state, MarkedCode code, Func<LowerProject, MarkedCode> below)
    {
        state.MarkupHandling = MarkupMode.None;
        // The verifier compares the files by their order: the warm project begins with its usings.
        state.Sources.Add((TestProject.UsingsName, TestProject.Usings));
        AddProject(state, TestProject.FileName, code, state);
        state.AdditionalProjectReferences.AddRange(given.Below.Select(project => project.Name));
        foreach (var project in given.Below)
        {
            var lower = new ProjectState(project.Name, LanguageNames.CSharp, DefaultFilePathPrefix, DefaultFileExt);
            lower.Sources.Add(($"/src/{project.Name}/Usings.cs", TestProject.Usings));
            AddProject(lower, $"/src/{project.Name}/{project.Name}.cs", below(project), state);
            lower.AdditionalProjectReferences.AddRange(project.References);
            state.AdditionalProjects.Add(project.Name, lower);
        }
    }

    private void AddProject(ProjectState project, string file, MarkedCode code, SolutionState solution)
    {
        project.Sources.Add((file, code.Code));
        project.AnalyzerConfigFiles.Add(("/src/.editorconfig", TestProject.EditorConfig(given)));
        if (given.Apis is not null)
            project.AdditionalFiles.Add(("/src/project.apis", given.Apis));
        if (given.Learned is not null)
            project.AdditionalFiles.Add(("/perfanalyzers.learned.apis", given.Learned));
        solution.ExpectedDiagnostics.AddRange(code.Expected(rule.SupportedDiagnostics[0].Id, file, given.Message));
    }
}

using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tool.Loading;
using Project = Microsoft.CodeAnalysis.Project;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>Runs the rules over one project, whether or not it references the package: its own analyzers are not run.</summary>
internal static class ProjectAnalysis
{
    /// <summary>True where the rules have something to say; found out without compiling the project.</summary>
    public static bool IsServerCode(Project project) =>
        ProjectKind.IsServerCode(CSharpCompilation.Create(assemblyName: null, references: project.MetadataReferences));

    public static async Task<(IReadOnlyList<Finding> Findings, int Lines, IReadOnlyList<Problem> Problems)> Run(
        Project project, ImmutableDictionary<string, string> commandLine, CancellationToken cancellation)
    {
        var compilation = (await project.GetCompilationAsync(cancellation))!;
        List<Problem> problems = [];
        var options = new AnalyzerOptions(
            project.AnalyzerOptions.AdditionalFiles,
            new CommandLineOptions(project.AnalyzerOptions.AnalyzerConfigOptionsProvider, commandLine));
        var settings = new CompilationWithAnalyzersOptions(
            options, (failure, rule, _) => Note(project, failure, rule, problems),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false);

        // Whatever asks for more than syntax has the whole project checked; the errors of the compiler come with that.
        var diagnostics = await compilation.WithAnalyzers(ShippedRules.All, settings).GetAllDiagnosticsAsync(cancellation);
        var findings = diagnostics.Where(diagnostic => ShippedRules.Ids.Contains(diagnostic.Id) && !diagnostic.IsSuppressed)
            .Select(diagnostic => Finding.From(diagnostic, TargetFrameworks.NameOf(project)));
        if (CompileErrors.Of(project, diagnostics) is { } errors)
            problems.Add(errors);
        return ([.. findings], await LinesOf(project, cancellation), problems);
    }

    /// <summary>Without what source generators write.</summary>
    private static async Task<int> LinesOf(Project project, CancellationToken cancellation)
    {
        var lines = 0;
        foreach (var document in project.Documents)
            lines += (await document.GetTextAsync(cancellation)).Lines.Count;
        return lines;
    }

    private static void Note(Project project, Exception failure, DiagnosticAnalyzer rule, List<Problem> problems)
    {
        var id = rule.SupportedDiagnostics[0].Id;
        lock (problems)
            problems.Add(new Problem(
                project.FilePath ?? project.Name, Line: null, $"{id} failed here and may have missed findings: {failure.Message}",
                "Report it; the message and the code that it stopped at help."));
    }
}

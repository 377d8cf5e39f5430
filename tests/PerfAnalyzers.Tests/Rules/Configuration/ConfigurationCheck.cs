using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Configuration;

/// <summary>
/// Runs a configuration rule over a project with <c>/src/project.apis</c> or <c>/src/.editorconfig</c>, which holds <c>[|marks|]</c>.
/// </summary>
internal static class ConfigurationCheck
{
    public const string Table = "/src/project.apis";
    public const string Learned = "/src/perfanalyzers.learned.apis";
    public const string EditorConfig = "/src/.editorconfig";

    /// <summary>Asserts that exactly the marked places of the file are reported; returns the messages.</summary>
    public static async Task<string[]> Run(DiagnosticAnalyzer rule, string file, string markedText)
    {
        TestFileMarkupParser.GetSpans(markedText, treatPositionIndicatorsAsCode: true, out var text, out var spans);
        var marks = spans.Values.SelectMany(places => places).OrderBy(span => span.Start);
        var found = await Diagnostics(rule, Project(file, text));
        Assert.Equal(
            marks.Select(mark => $"{file} {mark}: {text.Substring(mark.Start, mark.Length)}"),
            found.Select(diagnostic => $"{diagnostic.Location.GetLineSpan().Path} {diagnostic.Location.SourceSpan}: {text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}"));
        return [.. found.Select(diagnostic => diagnostic.GetMessage())];
    }

    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(DiagnosticAnalyzer rule, Project project)
    {
        var compilation = (await project.GetCompilationAsync())!.WithAnalyzers([rule], project.AnalyzerOptions);
        return [.. (await compilation.GetAllDiagnosticsAsync())
            .Where(diagnostic => diagnostic.Id.StartsWith("PERF", StringComparison.Ordinal) || diagnostic.Id == "AD0001")
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>A project whose package shows its configuration files to the rules.</summary>
    private static Project Project(string file, string text)
    {
        var given = file switch
        {
            Table => new Given(Apis: text),
            EditorConfig => new Given(EditorConfig: text),
            _ => new Given(),
        };
        var project = TestProject.Document("namespace Shop; public class Order { public void Load() { } }", given).Project;
        return file == Table ? project : project.AddAdditionalDocument(Path.GetFileName(file), SourceText.From(text), filePath: file).Project;
    }
}

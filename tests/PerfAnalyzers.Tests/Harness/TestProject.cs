using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Projects that reference every known library. They grow from a few that are compiled once, one for each output kind and set of references,
/// so that the few hundred references are bound once and not for every test.
/// </summary>
internal static class TestProject
{
    public const string Name = "Test";
    public const string FileName = "/src/Test.cs";
    public const string UsingsName = "/src/Usings.cs";

    /// <summary>The global usings of every test project, always its first file.</summary>
    public static readonly SourceText Usings = Text(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Data;
        global using System.Data.Common;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        """);

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly ConcurrentDictionary<(OutputKind Kind, string Without), Lazy<Project>> Warm = new();

    /// <summary>A compiled project that holds nothing but the global usings. Solutions are values: whoever adds a file gets a fork of it.</summary>
    public static Project Base(Given given)
    {
        var kind = given.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return Warm.GetOrAdd((kind, string.Join('|', given.Without.Order(StringComparer.OrdinalIgnoreCase))), _ => new(() => Create(kind, given.Without))).Value;
    }

    /// <summary>The solution with one more project of the same options and references, without any file.</summary>
    public static Solution AddProject(Project like, ProjectId id, string name) => like.Solution.AddProject(ProjectInfo.Create(
        id, VersionStamp.Default, name, name, LanguageNames.CSharp,
        compilationOptions: like.CompilationOptions!.WithOutputKind(OutputKind.DynamicallyLinkedLibrary),
        parseOptions: ParseOptions, metadataReferences: like.MetadataReferences));

    /// <summary>A document of a project for whoever asks for more than a rule's findings and fixes.</summary>
    public static Document Document(string code, Given given)
    {
        var project = Base(given);
        var id = DocumentId.CreateNewId(project.Id);
        var solution = project.Solution
            .AddDocument(id, "Test.cs", Text(Whole(code)), filePath: FileName)
            .AddAnalyzerConfigDocument(DocumentId.CreateNewId(project.Id), ".editorconfig", Text(EditorConfig(given)), filePath: "/src/.editorconfig");
        if (given.Apis is not null)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(project.Id), "project.apis", Text(given.Apis), filePath: "/src/project.apis");
        if (given.Learned is { } learned)
            solution = solution.AddAdditionalDocument(
                DocumentId.CreateNewId(project.Id), "perfanalyzers.learned.apis", Text(learned), filePath: "/perfanalyzers.learned.apis");
        return solution.GetDocument(id)!;
    }

    public static string EditorConfig(Given given) => $"root = true\n[*.cs]\nperfanalyzers.fix_all = {given.FixAllTakes}\n{given.EditorConfig}\n";

    /// <summary>Members become a controller's; a file that starts with a using directive, a comment or a namespace stays as it is.</summary>
    public static string Whole(string code) =>
        code.StartsWith("using ", StringComparison.Ordinal) || code.StartsWith("//", StringComparison.Ordinal)
            || code.StartsWith("namespace ", StringComparison.Ordinal)
            ? code
            : $"public class ShopController : ControllerBase\n{{\n    {Indented(code)}\n}}\n";

    private static string Indented(string code) => code.ReplaceLineEndings("\n").Replace("\n", "\n    ").Replace("\n    \n", "\n\n");

    private static SourceText Text(string text) => SourceText.From(text, Encoding.UTF8);

    private static Project Create(OutputKind kind, string[] without)
    {
        var workspace = new AdhocWorkspace();
        var id = ProjectId.CreateNewId();
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Disable, allowUnsafe: true)
            .WithSpecificDiagnosticOptions([new("AD0001", ReportDiagnostic.Error)]);
        var references = KnownLibraries.References.Where(
            reference => !without.Contains(Path.GetFileNameWithoutExtension(reference.Display), StringComparer.OrdinalIgnoreCase));
        var project = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, Name, Name, LanguageNames.CSharp,
                compilationOptions: options, parseOptions: ParseOptions, metadataReferences: references))
            .AddDocument(DocumentId.CreateNewId(id), "Usings.cs", Usings, filePath: UsingsName)
            .GetProject(id)!;
        project.GetCompilationAsync().GetAwaiter().GetResult();
        return project;
    }
}

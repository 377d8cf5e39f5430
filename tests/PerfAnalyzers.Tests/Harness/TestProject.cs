using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Projects that reference every known library. They grow from two that are compiled once, so that the few hundred references are bound once
/// and not for every test.
/// </summary>
internal static class TestProject
{
    public const string FileName = "/src/Test.cs";

    private const string Usings = """
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
        """;

    private static readonly Lazy<Project> Library = new(() => Create(OutputKind.DynamicallyLinkedLibrary));
    private static readonly Lazy<Project> Program = new(() => Create(OutputKind.ConsoleApplication));

    public static Document Document(string code, Given given)
    {
        var project = (given.IsProgram ? Program : Library).Value;
        if (given.Without.Length > 0)
            project = project.WithMetadataReferences(project.MetadataReferences.Where(
                reference => !given.Without.Contains(Path.GetFileNameWithoutExtension(reference.Display), StringComparer.OrdinalIgnoreCase)));
        var id = DocumentId.CreateNewId(project.Id);
        var solution = project.Solution
            .AddDocument(id, "Test.cs", SourceText.From(Whole(code)), filePath: FileName)
            .AddAnalyzerConfigDocument(
                DocumentId.CreateNewId(project.Id), ".editorconfig",
                SourceText.From($"root = true\n[*.cs]\nperfanalyzers.fix_all = {given.FixAllTakes}\n{given.EditorConfig}\n"), filePath: "/src/.editorconfig");
        if (given.Apis is not null)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(project.Id), "project.apis", SourceText.From(given.Apis), filePath: "/src/project.apis");
        return solution.GetDocument(id)!;
    }

    /// <summary>Members become a controller's; a file that starts with a using directive, a comment or a namespace stays as it is.</summary>
    public static string Whole(string code) =>
        code.StartsWith("using ", StringComparison.Ordinal) || code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith("namespace ", StringComparison.Ordinal)
            ? code
            : $"public class ShopController : ControllerBase\n{{\n    {code.ReplaceLineEndings("\n").Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}\n}}\n";

    private static Project Create(OutputKind kind)
    {
        var workspace = new AdhocWorkspace();
        var id = ProjectId.CreateNewId();
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Disable, allowUnsafe: true);
        var project = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
                compilationOptions: options, parseOptions: new CSharpParseOptions(LanguageVersion.Latest), metadataReferences: KnownLibraries.References))
            .AddDocument(DocumentId.CreateNewId(id), "Usings.cs", SourceText.From(Usings), filePath: "/src/Usings.cs")
            .GetProject(id)!;
        project.GetCompilationAsync().GetAwaiter().GetResult();
        return project;
    }
}

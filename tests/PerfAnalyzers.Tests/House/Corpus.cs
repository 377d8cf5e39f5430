using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>
/// All the code that tests and pages hold, to run every rule and fix over it at once. A snippet becomes a file in a namespace of its own.
/// </summary>
internal static class Corpus
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.Data; using System.Data.Common; using System.IO; using System.Linq; "
        + "using System.Net.Http; using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; "
        + "using Microsoft.AspNetCore.Mvc; using Microsoft.EntityFrameworkCore; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;\n";

    private static readonly ImmutableArray<DiagnosticAnalyzer> Rules = [.. Catalogue.Rules];

    /// <summary>The snippets as whole files, in the order of their origin.</summary>
    public static readonly IReadOnlyList<(string Origin, string Code)> Files =
    [
        .. InTests().Concat(InPages()).Select((snippet, index) => (snippet.Origin, InNamespaceOfItsOwn(snippet.Code, index))),
        .. InFolder("tests/QuietCode"),
    ];

    public static Project Project(
        IEnumerable<string> files, LanguageVersion version = LanguageVersion.Latest, NullableContextOptions nullable = NullableContextOptions.Disable,
        IEnumerable<MetadataReference>? references = null, string fileName = "File{0}.cs") => Project(Empty(version, nullable, references), files, fileName);

    /// <summary>A fork of an empty project.</summary>
    public static Project Project(Project empty, IEnumerable<string> files, string fileName = "File{0}.cs")
    {
        var solution = empty.Solution;
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            var name = string.Format(fileName, index);
            solution = solution.AddDocument(DocumentId.CreateNewId(empty.Id), name, SourceText.From(file), filePath: "/corpus/" + name);
        }
        return solution.GetProject(empty.Id)!;
    }

    /// <summary>A project without files. Once it is compiled, its forks do not bind the references anew.</summary>
    public static Project Empty(
        LanguageVersion version = LanguageVersion.Latest, NullableContextOptions nullable = NullableContextOptions.Disable,
        IEnumerable<MetadataReference>? references = null)
    {
        var id = ProjectId.CreateNewId();
        return new AdhocWorkspace().CurrentSolution
            .AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, "Corpus", "Corpus", LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, allowUnsafe: true),
                parseOptions: new CSharpParseOptions(version), metadataReferences: references ?? KnownLibraries.References))
            .AddAnalyzerConfigDocument(
                DocumentId.CreateNewId(id), ".editorconfig", SourceText.From("root = true\n[*.cs]\nperfanalyzers.fix_all = all\n"), filePath: "/corpus/.editorconfig")
            .GetProject(id)!;
    }

    /// <summary>What all rules say about the project; asserts that none of them fails.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(Project project)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var failures = new List<string>();
        var analysis = (await project.GetCompilationAsync(cancellation))!.WithAnalyzers(Rules, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, concurrentAnalysis: true, logAnalyzerExecutionTime: false,
            onAnalyzerException: (exception, rule, _) =>
            {
                lock (failures)
                    failures.Add($"{rule.GetType().Name}: {exception}");
            }));
        var found = await analysis.GetAnalyzerDiagnosticsAsync(cancellation);
        Assert.Empty(failures);
        return found;
    }

    /// <summary>The project after Fix All of every rule in every file; asserts by itself only that no fix fails.</summary>
    public static async Task<Project> FixEverything(Project project)
    {
        foreach (var fix in Catalogue.Fixes)
        {
            var found = (await Diagnostics(project)).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath);
            if (project.Documents.FirstOrDefault(document => found.Contains(document.FilePath)) is not { } first)
                continue;
            var id = fix.FixableDiagnosticIds.Single();
            var context = new FixAllContext(first, fix, FixAllScope.Project, codeActionEquivalenceKey: id, [id], new Known(found), TestContext.Current.CancellationToken);
            if (await fix.GetFixAllProvider()!.GetFixAsync(context) is { } action)
                project = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        }
        return project;
    }

    public static async Task<ILookup<string, Diagnostic>> CompilerErrors(Project project) =>
        (await project.GetCompilationAsync())!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(diagnostic => diagnostic.Id);

    /// <summary>What the tests of the rules give to Silent, Flags and the like.</summary>
    private static IEnumerable<(string Origin, string Code)> InTests() =>
        from file in Directory.GetFiles(Repository.Path("tests/PerfAnalyzers.Tests/Rules"), "*Tests.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from call in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is IdentifierNameSyntax { Identifier.Text: "Silent" or "Unconcerned" or "Flags" or "FlagsWithoutFix" or "Fixes" }
        where call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax
        let code = ((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText
        select (Path.GetFileName(file), TestProject.Whole(MarkedCode.Strip(code)));

    private static IEnumerable<(string Origin, string Code)> InPages() =>
        from file in Directory.GetFiles(Repository.Path("docs/rules"), "PERF*.md").Order(StringComparer.Ordinal)
        from Match block in Regex.Matches(File.ReadAllText(file).ReplaceLineEndings("\n"), @"```csharp\n(.*?)\n```", RegexOptions.Singleline)
        select (Path.GetFileName(file), TestProject.Whole(block.Groups[1].Value));

    private static IEnumerable<(string Origin, string Code)> InFolder(string folder) =>
        from file in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let relative = Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/')
        where !relative.Contains("/obj/") && !relative.Contains("/bin/")
        select (relative, Usings + File.ReadAllText(file));

    private static string InNamespaceOfItsOwn(string code, int index)
    {
        var root = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
        var isWhole = root.AttributeLists.Any() || root.Usings.Any(directive => directive.GlobalKeyword != default)
            || root.Members.Any(member => member is FileScopedNamespaceDeclarationSyntax or GlobalStatementSyntax);
        return isWhole ? Usings + code : $"namespace Snippet{index}\n{{\n{Usings}{code}\n}}\n";
    }

    private sealed class Known(ILookup<string?, Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult(found.SelectMany(file => file));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) =>
            Task.FromResult(found[document.FilePath]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

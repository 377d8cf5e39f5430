using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Runtime.Tests;

/// <summary>Every example of the pages compiles; one that is followed by a <c>text</c> block is run and prints just that.</summary>
public class DocumentationTests
{
    // A Console of the example's own, so that what it prints is not mixed with the output of the test runner.
    private const string Surroundings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        internal static class Console
        {
            public static readonly System.IO.StringWriter Out = new();
            public static void WriteLine(object? line = null) => Out.WriteLine(line);
        }
        """;

    // That of an application for .NET 8, the oldest that the packages support.
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    private static readonly string Root = RepositoryFolder();

    public static TheoryData<string> Pages => new(
        Directory.EnumerateFiles(Path.Combine(Root, "docs", "runtime"), "*.md")
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src"), "PerfAnalyzers.Runtime*").Select(package => Path.Combine(package, "README.md")))
            .Select(page => Path.GetRelativePath(Root, page).Replace('\\', '/'))
            .Order());

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_example_compiles_and_prints_what_its_page_says(string page) => await Prove(await Text(Path.Combine(Root, page)));

    [Fact]
    public async Task The_example_of_the_README_prints_what_it_says()
    {
        var readme = await Text(Path.Combine(Root, "README.md"));
        await Prove(readme[readme.IndexOf("\n## Measure\n", StringComparison.Ordinal)..]);
    }

    private static async Task Prove(string text)
    {
        var examples = Regex.Matches(text, @"```csharp\n(?<code>.*?)```\n(?:\n```text\n(?<output>.*?)```)?", RegexOptions.Singleline);
        Assert.NotEmpty(examples);
        foreach (Match example in examples)
        {
            var assembly = Compile(example.Groups["code"].Value);
            if (example.Groups["output"].Success)
                Assert.Equal(example.Groups["output"].Value, await Run(assembly));
        }
    }

    private static async Task<string> Text(string path) => (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");

    private static byte[] Compile(string code)
    {
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create(
            "Example" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(code, Language), CSharpSyntaxTree.ParseText(Surroundings, Language)],
            trusted.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var problems = compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Empty(problems);
        return image.ToArray();
    }

    private static async Task<string> Run(byte[] image)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var assembly = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image));
        var main = assembly.EntryPoint!;
        // The entry point of asynchronous statements waits for them; a thread of its own keeps the test's thread free.
        await Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null), TestContext.Current.CancellationToken);
        var output = (StringWriter)assembly.GetType("Console")!.GetField("Out")!.GetValue(null)!;
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PerfAnalyzers.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No PerfAnalyzers.sln above the tests.");
        return folder.FullName;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>A fix compiles as text, in every branch of <c>#if</c> and in every project that has the file.</summary>
public class CompileCheckTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Dep = "\nstatic Task<string> Load(string s = null) => new HttpClient().GetStringAsync(s);";

    [Theory]
    [InlineData("public string M()\n{\n    return\n#if DEBUG\n        Load(\"a\")\n#else\n        [|Load(\"b\")\n#endif\n        .Result|];\n}")]
    [InlineData("public Task<string> M()\n{\n#if DEBUG\n    return Load();\n#else\n    return Task.FromResult([|Load().Result|]);\n#endif\n}")]
    [InlineData("#if DEBUG\npublic string M()\n#else\npublic object M()\n#endif\n{\n    return [|Load().Result|];\n}")]
    public Task No_fix_that_breaks_another_branch(string code) => FlagsWithoutFix(code + Dep);

    [Fact]
    public Task Branches_that_still_compile() => Fixes(
        "public string M()\n{\n#if DEBUG\n    Console.WriteLine();\n#endif\n    return [|Load(\n#if TRACE\n        \"a\"\n#else\n        \"b\"\n#endif\n        ).Result|];\n}" + Dep,
        "public async Task<string> M()\n{\n#if DEBUG\n    Console.WriteLine();\n#endif\n    return await Load(\n#if TRACE\n        \"a\"\n#else\n        \"b\"\n#endif\n        );\n}" + Dep);

    [Theory]
    [InlineData("global using Microsoft.AspNetCore.Mvc; global using System.Net.Http; global using System.Threading.Tasks;", 1)]
    [InlineData("global using Microsoft.AspNetCore.Mvc; global using System.Net.Http;", 0)]
    public async Task Every_project_that_has_the_file_counts(string usingsOfTheOther, int offered)
    {
        var document = TestProject.Document("public string M(HttpClient http) => http.GetStringAsync(\"/\").Result;", new());
        var other = document.Project.Solution
            .AddProject("Other", "Other", LanguageNames.CSharp)
            .WithCompilationOptions(document.Project.CompilationOptions!).WithMetadataReferences(document.Project.MetadataReferences)
            .AddDocument("Usings.cs", usingsOfTheOther).Project
            .AddDocument("Test.cs", await document.GetTextAsync(TestContext.Current.CancellationToken), filePath: TestProject.FileName);
        document = other.Project.Solution.GetDocument(document.Id)!;

        var diagnostic = Assert.Single(await Findings.Of(new AwaitInsteadOfBlocking(), document.Project));
        var titles = new List<string>();
        await new AwaitInsteadOfBlockingFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => titles.Add(action.Title), default));
        Assert.Equal(offered, titles.Count);
    }
}

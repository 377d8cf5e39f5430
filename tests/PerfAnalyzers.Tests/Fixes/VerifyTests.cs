using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>What breaks the compilation of any project is withheld, and nothing else is.</summary>
public class VerifyTests
{
    [Theory]
    [InlineData("Missing()")]
    [InlineData("((Func<string>)(() => { int unused; return \"\"; }))()")]
    public async Task What_brings_an_error_or_a_warning_is_withheld_and_the_rest_stays(string broken)
    {
        var fix = ProbeFix.Writing(site => [site.Document.Name == "Bad.cs" ? broken : "\"done\""]);
        var start = FixedSolution.Of(Files("A.cs", "Bad.cs", "B.cs", "C.cs"));

        Assert.Empty(await start.Offered(fix, "Bad.cs"));
        var all = await start.FixAll(fix, "A.cs");
        Assert.Equal(await start.Text("Bad.cs"), await all.Text("Bad.cs"));
        foreach (var file in new[] { "A.cs", "B.cs", "C.cs" })
            Assert.Contains("done", await all.Text(file));
    }

    [Fact]
    public async Task Of_two_members_of_a_document_only_the_broken_one_is_withheld()
    {
        var code = FixAllTests.Controller("A")
            .Replace("static Task<string> Load()", "public string Put() { return Other().Result; }\n    static Task<string> Load()");
        var fix = ProbeFix.Writing(site => [site.Node.ToString() == "Other().Result" ? "Missing()" : "\"done\""]);
        var all = await FixedSolution.Of(("A.cs", code)).FixAll(fix, "A.cs");

        Assert.Equal(code.Replace("Load().Result", "\"done\""), await all.Text("A.cs"));
    }

    [Fact]
    public async Task The_next_proposal_is_taken_where_the_first_is_withheld()
    {
        var fix = ProbeFix.Writing(_ => ["Missing()", "\"second\"", "\"third\""]);
        var start = FixedSolution.Of(Files("A.cs"));

        var offered = await start.Offered(fix, "A.cs");
        Assert.Equal(["PERF0101", "PERF0101 \"third\""], offered.Select(action => action.EquivalenceKey));
        Assert.Equal("Write \"second\"", offered[0].Title);
        Assert.Contains("second", await (await start.FixAll(fix, "A.cs")).Text("A.cs"));
    }

    [Fact]
    public async Task Problems_that_were_there_do_not_matter()
    {
        var code = FixAllTests.Controller("A", "int unused; Missing(); return Load().Result;");
        var all = await FixedSolution.Of(("A.cs", code)).FixAll(ProbeFix.Writing(_ => ["\"done\""]), "A.cs");

        Assert.Contains("done", await all.Text("A.cs"));
    }

    [Fact]
    public async Task Warnings_that_the_code_suppresses_do_not_matter()
    {
        var code = "#pragma warning disable CS0168\n" + FixAllTests.Controller("A");
        var fix = ProbeFix.Writing(_ => ["((Func<string>)(() => { int unused; return \"\"; }))()"]);

        Assert.Single(await FixedSolution.Of(("A.cs", code)).Offered(fix, "A.cs"));
    }

    /// <summary>The edit takes away a method that the other document calls.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_breaks_a_document_of_the_same_or_another_project_is_withheld(bool isAnother)
    {
        var fix = new ProbeFix(site =>
            [new("", "Go", NeedsReview: false, site.Document.Name == "Api.cs" ? Renamed(site) : ProbeFix.Edit(site, "\"done\""))]);
        var caller = ("Caller.cs", "public static class Caller { public static string Call() => ApiController.Kept(); }");
        var start = FixedSolution.Of([.. Files("A.cs"), ("Api.cs", Api), .. isAnother ? [] : new[] { caller }]);
        if (isAnother)
            start = start.Above("Web", caller);

        Assert.Empty(await start.Offered(fix, "Api.cs"));
        var all = await start.FixAll(fix, "A.cs");
        Assert.Equal(Api, await all.Text("Api.cs"));
        Assert.Contains("done", await all.Text("A.cs"));
    }

    /// <summary>The caller loops over the object, and does not mention the method that makes that possible.</summary>
    [Fact]
    public async Task What_is_used_by_its_pattern_is_found()
    {
        var api = Api.Replace("public static string Kept() => \"\";", "public IEnumerator<int> GetEnumerator() => null;");
        var caller = "public static class Caller { public static void Call(ApiController api) { foreach (var one in api) { } } }";
        var fix = new ProbeFix(site => [new("", "Go", NeedsReview: false, Renamed(site, "GetEnumerator"))]);

        Assert.Empty(await FixedSolution.Of(("Api.cs", api), ("Caller.cs", caller)).Offered(fix, "Api.cs"));
    }

    /// <summary>The compiler itself reports these only when it writes an assembly.</summary>
    [Theory]
    [InlineData("Span<int> kept = [1]; var text = Load().Result; return text + kept.Length;")]
    [InlineData("foreach (var one in new Span<int>([1])) { var text = Load().Result; } return \"\";")]
    [InlineData("Span<int> kept = [1]; for (var i = 0; i < 3; i++) { Console.Write(kept[i]); var text = Load().Result; } return \"\";")]
    [InlineData("return Join(new Span<int>([1]), Load().Result);")]
    [InlineData("using var kept = new Scope(); var text = Load().Result; return text;")]
    public async Task A_ref_struct_would_have_to_outlive_the_await(string body)
    {
        Assert.SkipUnless(IsCSharp13, "Such locals may stand in asynchronous code since C# 13.");
        var fix = ProbeFix.Writing(_ => ["await Load()"]);
        Assert.Empty(await FixedSolution.Of(("A.cs", Asynchronous(body))).Offered(fix, "A.cs"));
    }

    [Theory]
    [InlineData("Span<int> kept = [1]; kept[0] = 2; var text = Load().Result; return text;")]
    [InlineData("foreach (var one in new Span<int>([1])) { } return Load().Result;")]
    [InlineData("for (var i = 0; i < 3; i++) { Span<int> kept = [1]; kept[0] = i; var text = Load().Result; } return \"\";")]
    public async Task A_ref_struct_that_ends_before_the_await_does_no_harm(string body)
    {
        Assert.SkipUnless(IsCSharp13, "Such locals may stand in asynchronous code since C# 13.");
        var fix = ProbeFix.Writing(_ => ["await Load()"]);
        Assert.Single(await FixedSolution.Of(("A.cs", Asynchronous(body))).Offered(fix, "A.cs"));
    }

    private static bool IsCSharp13 => LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() >= (LanguageVersion)1300;

    private static string Asynchronous(string body) =>
        $$"""
        public ref struct Scope { public void Dispose() { } }
        public class ApiController : ControllerBase
        {
            public async Task<string> Get() { await Task.Yield(); {{body}} }
            static string Join(Span<int> one, string other) => other;
            static Task<string> Load() => new HttpClient().GetStringAsync("/");
        }
        """;

    /// <summary>A constant and a default value are part of what others see, unlike the value of any other field.</summary>
    [Theory]
    [InlineData("public const int Kept = 1;", "public const int Kept = 2;", "switch (x) { case ApiController.Kept: break; case 2: break; }", false)]
    [InlineData("public static void Kept(int x = 1) { }", "public static void Kept(int x) { }", "ApiController.Kept();", false)]
    [InlineData("public static int Kept = 1;", "public static int Kept = 2;", "x = ApiController.Kept;", true)]
    public async Task What_breaks_by_its_value_is_found(string before, string after, string use, bool isOffered)
    {
        var fix = new ProbeFix(site => [new("", "Change the value", NeedsReview: false, Edit(site))]);
        var start = FixedSolution.Of(
            ("Api.cs", Api.Replace("public static string Kept() => \"\";", before)),
            ("Caller.cs", $"public static class Caller {{ public static void Call(int x) {{ {use} }} }}"));

        Assert.Equal(isOffered, (await start.Offered(fix, "Api.cs")).Any());

        SolutionEdits Edit(FixSite site) => SolutionEdits.Of(
            site.Document, SyntaxFactory.ParseCompilationUnit(site.Root.ToString().Replace(before, after).Replace("Load().Result", "\"done\"")));
    }

    /// <summary>Where nobody calls it, the same edit is fine.</summary>
    [Fact]
    public async Task What_nobody_misses_may_go()
    {
        var fix = new ProbeFix(site => [new("", "Go", NeedsReview: false, Renamed(site))]);
        var all = await FixedSolution.Of(("Api.cs", Api))
            .Above("Web", ("Caller.cs", "public static class Caller { }"))
            .FixAll(fix, "Api.cs");

        Assert.Contains("Gone", await all.Text("Api.cs"));
    }

    /// <summary>The caller creates the controller, but mentions neither it nor its constructor.</summary>
    [Fact]
    public async Task What_is_used_without_its_name_is_found()
    {
        var fix = new ProbeFix(site => [new("", "Ask for more", NeedsReview: false, WithParameter(site))]);
        var start = FixedSolution
            .Of(("Api.cs", Api), ("Sink.cs", "public static class Sink { public static void Take(ApiController one) { } }"))
            .Above("Web", ("Caller.cs", "public static class Caller { public static void Call() => Sink.Take(new()); }"));

        Assert.Empty(await start.Offered(fix, "Api.cs"));
    }

    /// <summary>The parameter that a part no longer reads is reported where it is declared, in the other part.</summary>
    [Fact]
    public async Task What_breaks_another_part_of_the_type_is_withheld()
    {
        var part = FixAllTests.Controller("A", "return Load(name).Result;")
            .Replace("public class", "public partial class").Replace("Load() =>", "Load(string s) =>");
        var start = FixedSolution.Of(("Part.cs", part), ("Head.cs", "public partial class AController(string name) { }"), Files("B.cs")[0]);
        var fix = ProbeFix.Writing(_ => ["\"done\""]);

        Assert.Empty(await start.Offered(fix, "Part.cs"));
        var all = await start.FixAll(fix, "B.cs");
        Assert.Equal(part, await all.Text("Part.cs"));
        Assert.Contains("done", await all.Text("B.cs"));
    }

    [Fact]
    public async Task What_breaks_another_project_of_the_same_file_is_withheld()
    {
        var fix = ProbeFix.Writing(_ => ["Only.Here"]);
        var start = FixedSolution.Of([.. Files("A.cs"), ("Only.cs", "public static class Only { public const string Here = \"done\"; }")])
            .Beside("Other", Files("A.cs"));

        Assert.Empty(await start.Offered(fix, "A.cs"));
        Assert.Same(start, await start.FixAll(fix, "A.cs"));
    }

    [Theory]
    [InlineData("new AController().Get()", false)]
    [InlineData("\"\"", true)]
    public async Task What_breaks_another_branch_is_withheld(string elsewhere, bool isOffered)
    {
        var code = FixAllTests.Controller("A") + $"#if OTHER\npublic class B {{ string S() => {elsewhere}; }}\n#endif\n";
        var fix = new ProbeFix(site => [new("", "Change the type", NeedsReview: false, WithObject(site))]);

        Assert.Equal(isOffered, (await FixedSolution.Of(("A.cs", code)).Offered(fix, "A.cs")).Any());
    }

    private const string Api =
        """
        public class ApiController : ControllerBase
        {
            public string Get() { return Load().Result; }
            public static string Kept() => "";
            static Task<string> Load() => new HttpClient().GetStringAsync("/");
        }
        """;

    private static (string, string)[] Files(params string[] names) =>
        [.. names.Select(name => (name, FixAllTests.Controller(name.Split('.')[0])))];

    private static SolutionEdits Renamed(FixSite site, string name = "Kept")
    {
        var method = site.Root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == name);
        var root = site.Root.ReplaceNodes(
            [method, site.Node],
            (node, _) => node == method ? method.WithIdentifier(SyntaxFactory.Identifier("Gone")) : SyntaxFactory.ParseExpression("\"done\""));
        return SolutionEdits.Of(site.Document, root);
    }

    private static SolutionEdits WithParameter(FixSite site)
    {
        var type = site.Root.DescendantNodes().OfType<ClassDeclarationSyntax>().Single();
        var constructor = SyntaxFactory.ParseMemberDeclaration("    public ApiController(string name) { }\n")!;
        var changed = type.ReplaceNode(site.Node, SyntaxFactory.ParseExpression("\"done\"")).AddMembers(constructor);
        return SolutionEdits.Of(site.Document, site.Root.ReplaceNode(type, changed));
    }

    private static SolutionEdits WithObject(FixSite site)
    {
        var method = site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;
        var changed = method.ReplaceNode(site.Node, SyntaxFactory.ParseExpression("\"done\"")).WithReturnType(SyntaxFactory.ParseTypeName("object "));
        return SolutionEdits.Of(site.Document, site.Root.ReplaceNode(method, changed));
    }
}

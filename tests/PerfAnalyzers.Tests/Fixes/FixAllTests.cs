using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>Fix All over a document, a project and a solution, in one pass that reaches the fixed point.</summary>
public class FixAllTests
{
    private static readonly AwaitInsteadOfBlockingFix Await = new();

    [Theory]
    [InlineData(FixAllScope.Document, true, false, false)]
    [InlineData(FixAllScope.Project, true, true, false)]
    [InlineData(FixAllScope.Solution, true, true, true)]
    public async Task Scopes(FixAllScope scope, bool first, bool second, bool above)
    {
        var fixedSolution = await FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B")))
            .Above("Web", ("C.cs", Controller("C")))
            .FixAll(Await, "A.cs", scope);

        Assert.Equal(first, await IsFixed("A.cs"));
        Assert.Equal(second, await IsFixed("B.cs"));
        Assert.Equal(above, await IsFixed("C.cs"));
        Assert.Contains(scope, Await.GetFixAllProvider().GetSupportedFixAllScopes());

        async Task<bool> IsFixed(string file)
        {
            var text = await fixedSolution.Text(file);
            Assert.NotEqual(text.Contains("await"), text.Contains(".Result"));
            return text.Contains("await");
        }
    }

    [Fact]
    public async Task Findings_of_one_member_take_turns()
    {
        var start = FixedSolution.Of(("A.cs", Controller("A", "return Load().Result + Load().Result + Load().Result;")));
        var fixedSolution = await start.FixAll(Await, "A.cs");

        var expected = Controller("A", "return await Load() + await Load() + await Load();");
        Assert.Equal(expected.Replace("public string Get", "public async Task<string> Get"), await fixedSolution.Text("A.cs"));
    }

    /// <summary>The first edit makes a new finding of the same place; a second run would be needed if the pass did not look again.</summary>
    [Fact]
    public async Task What_an_edit_brings_to_light_is_fixed_too()
    {
        var fix = ProbeFix.Writing(site => [site.Node.ToString() == "Load().Result" ? "Other().Result" : "\"done\""]);
        var fixedSolution = await FixedSolution.Of(("A.cs", Controller("A"))).FixAll(fix, "A.cs");

        Assert.Equal(Controller("A", "return \"done\";"), await fixedSolution.Text("A.cs"));
    }

    /// <summary>The method that a handler calls after the edit is on a request path now, in a file that nobody has edited.</summary>
    [Fact]
    public async Task What_an_edit_brings_to_light_elsewhere_is_fixed_too()
    {
        var fix = ProbeFix.Writing(site => [site.Node.ToString() == "Load().Result" ? "Helper.Cold()" : "\"done\""]);
        const string helper = """
            public static class Helper
            {
                public static string Cold() => Other().Result;
                static Task<string> Other() => new HttpClient().GetStringAsync("/");
            }
            """;
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("Helper.cs", helper));
        Assert.Single(await Findings.Of(fix.Rule, start.Test));

        var fixedSolution = await start.FixAll(fix, "A.cs");
        Assert.Equal(helper.Replace("Other().Result", "\"done\"").ReplaceLineEndings("\n"), await fixedSolution.Text("Helper.cs"));
    }

    [Fact]
    public async Task A_second_run_has_nothing_to_do()
    {
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B", "lock (this) return Load().Result;")));
        var once = await start.FixAll(Await, "A.cs");
        Assert.Same(once, await once.FixAll(Await, "B.cs"));
    }

    /// <summary>Each member is asked about once, and what stays as it is once more when everything else is done.</summary>
    [Fact]
    public async Task No_finding_is_asked_about_more_often_than_needed()
    {
        var fix = ProbeFix.Writing(site => site.Document.Name == "Stays.cs" ? [] : ["\"done\""]);
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B")), ("Stays.cs", Controller("C")));
        await start.FixAll(fix, "A.cs");
        Assert.Equal(2 + 2, fix.Asked);
    }

    [Fact]
    public async Task The_key_of_the_rule_takes_what_comes_first_everywhere()
    {
        var fix = ProbeFix.Writing(site => site.Document.Name == "A.cs" ? ["\"one\"", "\"two\""] : ["\"two\""]);
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B")));

        var offered = await start.Offered(fix, "A.cs");
        Assert.Equal(["Write \"one\"", "Write \"two\""], offered.Select(action => action.Title));
        Assert.Equal(["PERF0101", "PERF0101 \"two\""], offered.Select(action => action.EquivalenceKey));
        Assert.Equal("PERF0101", Assert.Single(await start.Offered(fix, "B.cs")).EquivalenceKey);

        var preferred = await start.FixAll(fix, "A.cs", key: "PERF0101");
        Assert.True(await Has(preferred, "A.cs", "\"one\""));
        Assert.True(await Has(preferred, "B.cs", "\"two\""));

        var alternative = await start.FixAll(fix, "A.cs", key: "PERF0101 \"two\"");
        Assert.True(await Has(alternative, "A.cs", "\"two\""));
        Assert.True(await Has(alternative, "B.cs", "\"two\""));
    }

    [Fact]
    public async Task An_alternative_is_taken_only_where_it_is_offered()
    {
        var fix = ProbeFix.Writing(site => site.Document.Name == "A.cs" ? ["\"one\"", "\"two\""] : ["\"one\""]);
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B")));

        var alternative = await start.FixAll(fix, "A.cs", key: "PERF0101 \"two\"");
        Assert.Equal(await start.Text("B.cs"), await alternative.Text("B.cs"));
        Assert.True(await Has(alternative, "A.cs", "\"two\""));
    }

    [Theory]
    [InlineData("safe", false)]
    [InlineData("all", true)]
    public async Task What_needs_a_review_is_taken_when_asked_for(string takes, bool isTaken)
    {
        var fix = new ProbeFix(site => [new("review", "Look at it", NeedsReview: true, ProbeFix.Edit(site, "\"done\""))]);
        var start = FixedSolution.Of(new Given(FixAllTakes: takes), ("A.cs", Controller("A")));

        Assert.Equal("Look at it (review)", Assert.Single(await start.Offered(fix, "A.cs")).Title);
        Assert.Equal(isTaken, await Has(await start.FixAll(fix, "A.cs"), "A.cs", "done"));
    }

    [Fact]
    public async Task Edits_reach_documents_of_other_projects()
    {
        var fix = new ProbeFix(site =>
        {
            var other = site.Solution.Projects.SelectMany(project => project.Documents).Single(document => document.Name == "Other.cs");
            var root = SyntaxFactory.ParseCompilationUnit("public static class Other { public const string Value = \"new\"; }");
            return [new("", "Use the other", NeedsReview: false, ProbeFix.Edit(site, "\"done\"").With(other, root))];
        });
        var start = FixedSolution.Of(("A.cs", Controller("A"))).Above("Web", ("Other.cs", "public static class Other { }"));

        var alone = await start.Apply(Assert.Single(await start.Offered(fix, "A.cs")));
        var all = await start.FixAll(fix, "A.cs", FixAllScope.Document);
        Assert.Contains("Value", await alone.Text("Other.cs"));
        Assert.Contains("Value", await all.Text("Other.cs"));
        Assert.True(await Has(all, "A.cs", "done"));
    }

    [Fact]
    public async Task A_file_of_two_projects_is_fixed_once_and_alike()
    {
        var start = FixedSolution.Of(("A.cs", Controller("A"))).Beside("Other", ("A.cs", Controller("A")));
        var fixedSolution = await start.FixAll(Await, "A.cs");

        var texts = await fixedSolution.Texts("A.cs");
        Assert.Equal(2, texts.Count);
        Assert.Single(texts.Distinct(), text => text.Contains("public async Task<string> Get() { return await Load(); }"));
    }

    [Fact]
    public async Task Cancellation_ends_the_pass()
    {
        using var source = new CancellationTokenSource();
        var fix = ProbeFix.Writing(_ =>
        {
            source.Cancel();
            return ["\"done\""];
        });
        var start = FixedSolution.Of(("A.cs", Controller("A")), ("B.cs", Controller("B")));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.FixAll(fix, "A.cs", cancellation: source.Token));
        Assert.Equal(1, fix.Asked);
    }

    internal static string Controller(string name, string body = "return Load().Result;") =>
        $$"""
        public class {{name}}Controller : ControllerBase
        {
            public string Get() { {{body}} }
            static Task<string> Load() => new HttpClient().GetStringAsync("/");
            static Task<string> Other() => new HttpClient().GetStringAsync("/other");
        }

        """.ReplaceLineEndings("\n");

    private static async Task<bool> Has(FixedSolution solution, string file, string text) => (await solution.Text(file)).Contains(text);
}

using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Configuration;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Configuration;

public class ExplainSilenceTests
{
    private const string Silences = """
        public async Task<int> Get(Task<int> count)
        {
            Thread.Sleep(0);
            await count;
            return count.Result;
        }
        """;

    [Theory]
    [InlineData("PERF0103", "PERF0103 is silent here (GivesUpTimeSlice): Sleeping for 0 or 1 ms gives up the time slice, as a spin loop does.")]
    [InlineData("perf0101", "PERF0101 is silent here (TaskIsComplete): The task is complete on every way to this place, so that the wait returns at once.")]
    public async Task Names_the_guard_and_its_sentence(string asked, string message) =>
        Assert.Equal([message], (await Explain(Silences, asked)).Select(diagnostic => diagnostic.GetMessage()));

    [Theory]
    [InlineData("all")]
    [InlineData("PERF0101 | PERF0103")]
    public async Task Several_rules_are_explained(string asked) =>
        Assert.Equal(["GivesUpTimeSlice", "TaskIsComplete"], (await Explain(Silences, asked)).Select(diagnostic => diagnostic.Properties["guard"]));

    [Theory]
    [InlineData("")]
    [InlineData("PERF0201")]
    public async Task What_is_not_asked_for_is_not_explained(string asked) => Assert.Empty(await Explain(Silences, asked));

    [Fact]
    public async Task What_is_reported_is_not_explained() => Assert.Empty(await Explain("public async Task Get() { Thread.Sleep(100); await Task.Yield(); }", "all"));

    [Fact]
    public async Task What_an_option_hides_is_explained() => Assert.Equal(
        ["Excluded", "ReportsOnlyCertain"],
        (await Explain(
            """
            public class Import { public async Task Run() { Thread.Sleep(100); await Task.Yield(); } }
            public class Export { public async Task Run() { Thread.Sleep(100); await Task.Yield(); } }
            """.Insert(0, "// Two libraries' classes\n"),
            "PERF0103\nperfanalyzers.excluded_symbols = Import\nperfanalyzers.report = certain")).Select(diagnostic => diagnostic.Properties["guard"]));

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Explain(string code, string asked) =>
        Findings.Of(new ExplainSilence(), TestProject.Document(code, new(EditorConfig: "perfanalyzers.explain = " + asked)).Project);
}

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// How loud one certain and one likely finding of a rule come out of a build: under each preset, and under lines of <c>.editorconfig</c>.
/// Levels are those of SARIF, in which a suggestion is a note; none stands for what is not reported.
/// </summary>
public class SeverityTests(PackedFeed feed)
{
    private const string None = "none";

    /// <summary>A sleep in a handler, and one in a method that no handler is seen to reach.</summary>
    private const string Findings = """
        namespace Shop.{0};

        public sealed class {0}Controller : Microsoft.AspNetCore.Mvc.ControllerBase
        {{
            public async Task Certain()
            {{
                Thread.Sleep(10);
                await Task.Yield();
            }}
        }}

        public sealed class {0}Library
        {{
            public async Task Likely()
            {{
                await Task.Yield();
                Thread.Sleep(20);
            }}
        }}
        """;

    public static TheoryData<string?, string, string> Presets => new()
    {
        { null, "warning", "note" },
        { "recommended", "warning", "note" },
        { "ci", "error", None },
        { "all", "warning", "warning" },
    };

    /// <summary>Lines of <c>.editorconfig</c>, each for a folder of its own.</summary>
    private static readonly (string Folder, string Lines, string Certain, string Likely)[] Sections =
    [
        ("Nothing", "", "warning", "note"),
        ("Category", "dotnet_analyzer_diagnostic.category-Performance.Blocking.severity = error", "error", "error"),
        ("CategoryCertain", "dotnet_analyzer_diagnostic.category-Performance.Blocking.severity = error\nperfanalyzers.report = certain", "error", None),
        ("Rule", "dotnet_diagnostic.PERF0103.severity = error", "error", "error"),
        ("RuleCertain", "dotnet_diagnostic.PERF0103.severity = error\nperfanalyzers.report = certain", "error", None),
        ("RuleOverCategory", "dotnet_analyzer_diagnostic.category-Performance.Blocking.severity = error\ndotnet_diagnostic.PERF0103.severity = suggestion", "note", "note"),
        ("Off", "dotnet_diagnostic.PERF0103.severity = none", None, None),
    ];

    [Theory, MemberData(nameof(Presets))]
    public async Task A_preset_says_how_loud_what_is_certain_and_what_is_likely(string? preset, string certain, string likely)
    {
        var project = feed.NewConsumer();
        project.Write("Sleeps.cs", string.Format(Findings, "Sleeps"));

        var result = await project.Build(preset is null ? [] : ["PerfAnalyzersPreset=" + preset]);

        Assert.Equal((certain, likely), LevelsIn(result, "Sleeps"));
        Assert.Equal(certain == "error", result.ExitCode != 0);
    }

    [Fact]
    public async Task Lines_of_editorconfig_hold_for_both_and_the_option_keeps_what_is_likely_out()
    {
        var project = feed.NewConsumer();
        foreach (var (folder, _, _, _) in Sections)
            project.Write(folder + ".cs", string.Format(Findings, folder));
        project.Write(".editorconfig", "root = true\n" + string.Concat(Sections.Select(section => $"[{section.Folder}.cs]\n{section.Lines}\n")));

        var result = await project.Build();

        Assert.Equal(
            Sections.Select(section => (section.Folder, (section.Certain, section.Likely))),
            Sections.Select(section => (section.Folder, LevelsIn(result, section.Folder))));
    }

    [Fact]
    public async Task Editorconfig_wins_over_the_option_of_a_preset()
    {
        var project = feed.NewConsumer();
        project.Write("Sleeps.cs", string.Format(Findings, "Sleeps"));
        project.EditorConfig("perfanalyzers.report = likely\ndotnet_diagnostic.PERF0103.severity = warning");

        Assert.Equal(("warning", "warning"), LevelsIn(await project.Build("PerfAnalyzersPreset=ci"), "Sleeps"));
    }

    [Fact]
    public async Task Explanations_are_given_where_they_are_asked_for()
    {
        var project = feed.NewConsumer();
        project.Write("Sleeps.cs", string.Format(Findings, "Sleeps"));
        project.Write(".editorconfig", "root = true\n[Sleeps.cs]\nperfanalyzers.report = certain\nperfanalyzers.explain = PERF0103\n");

        var explained = Assert.Single((await project.Build()).Succeeded().Findings, finding => finding.Id == "PERF0000");

        Assert.Equal(("note", "Sleeps.cs"), (explained.Level, explained.File));
        Assert.StartsWith("PERF0103 is silent here (ReportsOnlyCertain): ", explained.Message);
    }

    private static (string Certain, string Likely) LevelsIn(BuildResult result, string file)
    {
        var sleeps = result.Findings.Where(finding => finding.Id == "PERF0103" && finding.File == file + ".cs").ToList();
        return (LevelAt(7), LevelAt(17));

        string LevelAt(int line) => sleeps.SingleOrDefault(finding => finding.Line == line)?.Level ?? None;
    }
}

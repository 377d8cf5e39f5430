namespace PerfAnalyzers.Package.Tests;

/// <summary>What a user sees who adds the package and builds.</summary>
public class BuildTests(PackedFeed feed)
{
    [Fact]
    public async Task Findings_are_where_they_are_announced_and_the_output_holds_nothing_of_ours()
    {
        var project = feed.NewConsumer();

        var result = (await project.Build()).Succeeded();

        Assert.Equal(project.Announced.Order(), result.Findings.Select(finding => (finding.Id, $"{finding.File}({finding.Line})")).Order());
        var output = Directory.GetFiles(Path.Combine(project.Folder, "bin"), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(output, file => Path.GetFileName(file).StartsWith("PerfAnalyzers", StringComparison.Ordinal));
        Assert.DoesNotContain("PerfAnalyzers", await File.ReadAllTextAsync(output.Single(file => file.EndsWith("Shop.deps.json", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Findings_are_errors_where_editorconfig_says_so()
    {
        var project = feed.NewConsumer();
        project.EditorConfig("dotnet_analyzer_diagnostic.category-Performance.Blocking.severity = error");

        var result = await project.Build();

        Assert.NotEqual(0, result.ExitCode);
        Assert.All(result.Findings.Where(finding => finding.Id.StartsWith("PERF01", StringComparison.Ordinal)), finding => Assert.Equal("error", finding.Level));
        Assert.Contains("error PERF0103: 'Thread.Sleep' holds a thread-pool thread", result.Output);
    }

    [Fact]
    public async Task The_preset_for_ci_breaks_the_build_and_editorconfig_wins_over_it()
    {
        var project = feed.NewConsumer();
        project.Write(".editorconfig", "root = true\n[Stock*.cs]\ndotnet_diagnostic.PERF0103.severity = none\n");

        var result = await project.Build("PerfAnalyzersPreset=ci");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(result.Findings, finding => finding is { Id: "PERF0103", File: "OrdersController.cs", Level: "error" });
        Assert.DoesNotContain(result.Findings, finding => finding is { Id: "PERF0103", File: "StockController.cs" });
    }

    [Fact]
    public async Task The_recommended_preset_holds_against_lines_about_all_analyzers()
    {
        var project = feed.NewConsumer();
        project.EditorConfig("dotnet_analyzer_diagnostic.severity = none");

        var result = (await project.Build("PerfAnalyzersPreset=recommended")).Succeeded();

        Assert.Equal(project.Announced.Where(place => place.Id == "PERF0103").Select(place => place.Place).Order(), result.Places("PERF0103"));
    }

    [Fact]
    public async Task An_unknown_preset_is_named()
    {
        var result = await feed.NewConsumer().Build("PerfAnalyzersPreset=strict");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("PerfAnalyzersPreset is 'strict'; write recommended, ci or all", result.Output);
    }

    [Fact]
    public async Task The_projects_own_table_and_options_work_and_mistakes_in_them_are_shown_at_their_line()
    {
        var project = feed.NewConsumer();
        project.Write("own.apis", "# our own\nsleep  Shop.Pause::Hold  System.Threading.Tasks.Task::Delay\nslep  Shop.Pause::Hold\nsleep  Shop.Pauze::Hold\n");
        project.EditorConfig("perfanalyzers.excluded_symbols = Shop.OrdersController\nperfanalyzers.profil = latency");
        project.Write("Pause.cs", """
            namespace Shop;

            public static class Pause
            {
                public static void Hold(int milliseconds) => Console.WriteLine(milliseconds);
            }

            public class PauseController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public async Task Get()
                {
                    Pause.Hold(100);
                    await Task.Yield();
                }
            }
            """);

        var result = (await project.Build()).Succeeded();

        Assert.Equal(["own.apis(3)", "own.apis(4)"], result.Places("PERF0001"));
        Assert.Equal([".editorconfig(4)"], result.Places("PERF0002"));
        Assert.Contains("Pause.cs(12)", result.Places("PERF0103"));
        Assert.DoesNotContain(result.Findings, finding => finding.File == "OrdersController.cs");
        Assert.Contains(".editorconfig(4,1): warning PERF0002: 'perfanalyzers.profil = latency' has no effect: there is no such option", result.Output);
    }

    [Fact]
    public async Task What_was_learned_of_other_projects_counts_in_the_folders_below()
    {
        var project = feed.NewConsumer();
        project.Write("../perfanalyzers.learned.apis", "read  Shop.IPrices::FindAsync  # Prices.FindAsync -> GetStringAsync\n");
        project.Write("Prices.cs", """
            namespace Shop;

            public interface IPrices
            {
                Task<string> FindAsync(int id);
            }

            public class PricesController(IPrices prices) : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public async Task Get(List<int> ids)
                {
                    foreach (var id in ids)
                        Console.WriteLine(await prices.FindAsync(id));
                }
            }
            """);

        var result = (await project.Build()).Succeeded();

        Assert.Equal("note", Assert.Single(result.Findings, finding => finding is { File: "Prices.cs", Id: "PERF0301", Line: 13 }).Level);
    }

    [Fact]
    public async Task The_command_line_fixes_what_the_build_finds()
    {
        var project = feed.NewConsumer();
        project.EditorConfig("perfanalyzers.fix_all = all");
        var before = (await project.Build()).Succeeded();
        Assert.NotEmpty(before.Findings);

        await project.Format([.. before.Findings.Select(finding => finding.Id).Distinct()]);

        var after = (await project.Build()).Succeeded();
        Assert.Empty(after.Findings);
        Assert.Contains("await Task.Delay(10);", await File.ReadAllTextAsync(Path.Combine(project.Folder, "StockController.cs"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_runtime_library_is_used_by_reference()
    {
        var project = feed.NewConsumer();
        project.Write("Shop.csproj", (await File.ReadAllTextAsync(project.ProjectFile, TestContext.Current.CancellationToken)).Replace("\"PerfAnalyzers\"", "\"PerfAnalyzers.Runtime\""));
        project.Write("Measured.cs", """
            using PerfAnalyzers.Runtime.Latency;

            public static class Measured
            {
                public static readonly LatencyHistogram Latency = new();
            }
            """);

        (await project.Build()).Succeeded();

        Assert.True(File.Exists(Path.Combine(project.Folder, "bin", "Debug", "net10.0", "PerfAnalyzers.Runtime.dll")));
    }
}

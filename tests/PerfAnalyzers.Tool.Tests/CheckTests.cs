namespace PerfAnalyzers.Tool.Tests;

/// <summary>The options of the command, on a solution that is restored already.</summary>
public class CheckTests(CheckedShop shop)
{
    private const string Data = "src/Shop.Data/Shop.Data.csproj";

    [Fact]
    public async Task One_project_is_analysed_alone_with_what_it_references()
    {
        var result = await shop.Solution.Run("check", "src/Shop.Web/Shop.Web.csproj", "--no-restore", "--verbosity", "quiet", "--fail-on", "never");
        Assert.Equal(4, result.Findings.Count());
        Assert.All(result.Findings, finding => Assert.StartsWith("src/Shop.Web/", finding));
        Assert.DoesNotContain("Rule ", result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_filter_leaves_out_the_other_projects_and_their_problems()
    {
        var result = await shop.Solution.Run("check", "--project", "*data", "--no-restore");
        Assert.Equal(["src/Shop.Data/PriceStore.cs(23,16): info PERF0102"], result.Findings);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task What_is_only_likely_can_be_left_out()
    {
        var result = await shop.Solution.Run("check", Data, "--no-restore", "--report", "certain", "--profile", "latency", "--fail-on", "info");
        Assert.Empty(result.Findings);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Every_step_is_shown_where_all_is_asked_for_and_suggestions_can_fail()
    {
        var result = await shop.Solution.Run("check", Data, "--no-restore", "-v", "detailed", "--fail-on", "info");
        Assert.Contains("Loading 1 of 1: Shop.Data", result.Error);
        Assert.Contains("Analysing 1 of 1: Shop.Data", result.Error);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task An_interruption_ends_it()
    {
        using var interruption = new CancellationTokenSource();
        var progress = new Interrupting(interruption);
        var exitCode = await Commands.CommandLine.Run(
            ["check", Data, "--no-restore", "-v", "detailed"],
            new Commands.Terminal(shop.Solution.Folder, TextWriter.Null, progress, IsInteractive: false), interruption.Token);
        Assert.Equal(130, exitCode);
        Assert.EndsWith("Cancelled.", progress.Text.Trim());
    }

    [Theory]
    [InlineData("There is no file or folder", "check", "nowhere.sln")]
    [InlineData("is none of .sln, .slnx and .csproj", "check", "src/Shop.Web/Stock.cs")]
    [InlineData("holds no .sln, no .slnx and no .csproj", "check", "out")]
    [InlineData("No project of Shop.slnx is named 'Shop.Wev'. There are: Shop.Broken, Shop.Data, Shop.Web.", "check", "--project", "Shop.Wev")]
    [InlineData("'maybe'", "check", "--report", "maybe")]
    [InlineData("--fail-on", "check", "--fail-on", "maybe")]
    [InlineData("Unrecognized", "check", "Shop.slnx", "--verbose")]
    public async Task Wrong_arguments_are_named(string message, params string[] arguments)
    {
        var result = await shop.Solution.Run(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await shop.Solution.Run("check", "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.All(
            (string[])["--project", "--no-restore", "--report", "--profile", "--sarif", "--html", "--fail-on", "--verbosity"],
            option => Assert.Contains(option, result.Output));
    }

    /// <summary>Presses Ctrl+C when the first step is shown.</summary>
    private sealed class Interrupting(CancellationTokenSource interruption) : StringWriter
    {
        public string Text => ToString();

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            interruption.Cancel();
        }
    }
}

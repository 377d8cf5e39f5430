namespace PerfAnalyzers.Tool.Tests;

public class ExplainTests
{
    [Fact]
    public async Task A_line_is_explained_by_paths_tables_effects_and_guards()
    {
        using var solution = Solution.Copy("Layers");
        var quotes = "src/Layers.Application/Quotes.cs";
        var found = await solution.Run("explain", quotes + ":13");
        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        Assert.Contains("path: unknown", found.Output);
        Assert.Contains("table: read  Layers.Domain.IPrices::FindAsync  (learned)", found.Output);
        Assert.Contains("effect: read, always: IPrices.FindAsync -> Prices.FindAsync -> GetStringAsync", found.Output);
        Assert.Contains("PERF0301: reports: 'FindAsync' waits for one round trip per item of 'products'", found.Output);

        var reached = await solution.Run("explain", quotes + ":19", "--no-restore");
        Assert.Contains("path: request, 1 call from Quotes.QuoteNow (learned)", reached.Output);

        var silent = await solution.Run("explain", quotes + ":15", "--no-restore", "--solution", "Layers.slnx");
        Assert.Contains("PERF0301: is silent (HappensSometimes): ", silent.Output);
    }

    [Theory]
    [InlineData("names no line", "src/Layers.Application/Quotes.cs")]
    [InlineData("There is no file", "src/Nowhere.cs:1")]
    [InlineData("belongs to no project", "src/Layers.Application/Quotes.cs:4")]
    public async Task A_place_that_is_none_is_named(string message, string place)
    {
        using var solution = Solution.Copy("Layers");
        var found = await solution.Run("explain", place, "--solution", "src/Layers.Domain/Layers.Domain.csproj", "--no-restore");
        Assert.Equal(2, found.ExitCode);
        Assert.Contains(message, found.Error);
    }
}

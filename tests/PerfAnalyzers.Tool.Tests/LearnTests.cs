using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Learning;
using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Tests;

/// <summary>A solution whose contracts, services, repositories and controllers are in projects of their own.</summary>
public class LearnTests
{
    private const string File = "perfanalyzers.learned.apis";

    private static readonly string[] Expected =
    [
        "src/Layers.Application/Quotes.cs(13,30): info PERF0301",
        "src/Layers.Application/Quotes.cs(19,44): info PERF0101",
        "src/Layers.Web/QuotesController.cs(12,29): info PERF0301",
    ];

    [Fact]
    public async Task What_layers_do_and_who_runs_them_is_written_down_once()
    {
        using var solution = Solution.Copy("Layers");
        var learned = await solution.Run("learn", "Layers.slnx");
        Assert.Equal((0, ""), (learned.ExitCode, learned.Error));
        Assert.Equal(
            """
            # What the members of this solution do that other projects call, and who runs them.
            # Written by 'perfanalyzers learn'; lines that begin with '!' are kept, and say that a member does not have the role.
            read      Layers.Application.Quotes::QuoteAsync  # Quotes.QuoteAsync -> IPrices.FindAsync -> Prices.FindAsync -> GetStringAsync
            read      Layers.Application.Quotes::QuoteNow  # Quotes.QuoteNow -> IPrices.FindAsync -> Prices.FindAsync -> GetStringAsync
            read      Layers.Domain.IPrices::FindAsync  # Prices.FindAsync -> GetStringAsync
            read?     Layers.Application.Quotes::QuoteAllAsync  # Quotes.QuoteAllAsync -> IPrices.FindAsync -> Prices.FindAsync -> GetStringAsync
            read?     Layers.Domain.IPrices::FindCachedAsync  # Prices.FindCachedAsync -> GetStringAsync
            request   Layers.Application.Quotes::QuoteNow  # QuotesController.Now

            """, solution.Read(File));
    }

    [Fact]
    public async Task A_check_and_a_build_with_the_learned_file_say_the_same()
    {
        using var solution = Solution.Copy("Layers");
        var check = await solution.Run("check", "Layers.slnx", "--fail-on", "never");
        Assert.Equal(Expected, check.Findings);

        await solution.Run("learn", "Layers.slnx", "--no-restore");
        Assert.Equal(Expected, await Build(solution));
        Assert.Equal(0, (await solution.Run("learn", "Layers.slnx", "--no-restore", "--verify")).ExitCode);
    }

    [Fact]
    public async Task A_line_of_the_users_own_is_kept_and_wins()
    {
        using var solution = Solution.Copy("Layers");
        const string Own = "!read     Layers.Domain.IPrices::FindAsync";
        solution.Write(File, Own + "\n");
        await solution.Run("learn", "Layers.slnx");
        Assert.Contains(Own, solution.Read(File));
        var check = await solution.Run("check", "Layers.slnx", "--no-restore", "--fail-on", "never");
        Assert.DoesNotContain("src/Layers.Application/Quotes.cs(13,30): info PERF0301", check.Findings);
    }

    [Fact]
    public async Task A_file_that_is_out_of_date_fails_and_says_what_changed()
    {
        using var solution = Solution.Copy("Layers");
        await solution.Run("learn", "Layers.slnx");
        solution.Write("src/Layers.Infrastructure/Prices.cs", solution.Read("src/Layers.Infrastructure/Prices.cs")
            .Replace("FindAsync(int id) => await http.GetStringAsync(\"/prices/\" + id)", "FindAsync(int id) => await Task.FromResult(\"1\")"));
        var verify = await solution.Run("learn", "Layers.slnx", "--no-restore", "--verify");
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("- read      Layers.Domain.IPrices::FindAsync", verify.Output);
        Assert.Contains("run 'perfanalyzers learn'", verify.Error);
    }

    /// <summary>As the compiler does it: other projects are metadata, and the file is one of the additional files.</summary>
    private static async Task<IEnumerable<string>> Build(Solution solution)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var loaded = await SolutionLoader.Load(
            await Target.Find(solution.PathOf("Layers.slnx"), cancellation), restores: false, _ => { }, cancellation);
        var learned = LearnedFile.AsAdditionalText(solution.Read(File), solution.Folder);
        List<string> found = [];
        foreach (var project in loaded.Projects)
        {
            var compilation = (await project.GetCompilationAsync(cancellation))!;
            foreach (var reference in compilation.References.OfType<CompilationReference>())
                compilation = compilation.ReplaceReference(reference, Metadata(reference.Compilation));
            var options = new AnalyzerOptions([learned], project.AnalyzerOptions.AnalyzerConfigOptionsProvider);
            foreach (var diagnostic in await compilation.WithAnalyzers(ShippedRules.All, options).GetAnalyzerDiagnosticsAsync(cancellation))
                found.Add(LineOf(diagnostic, solution.Folder));
        }
        return found.Order(StringComparer.Ordinal);
    }

    private static MetadataReference Metadata(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static string LineOf(Diagnostic diagnostic, string folder)
    {
        var place = diagnostic.Location.GetLineSpan();
        var (line, column) = (place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
        return $"{Path.GetRelativePath(folder, place.Path)}({line},{column}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}";
    }
}

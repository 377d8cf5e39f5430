using System.Runtime.InteropServices;

namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>The table of the results, on the console and between two marks of the page on performance.</summary>
internal static class Results
{
    private const string Begin = "<!-- results: written by the benchmarks -->";
    private const string End = "<!-- end of results -->";

    public static string Table(IReadOnlyList<Row> rows) => string.Join(
        '\n',
        [
            "| what | here | target | | others in the same run |",
            "| --- | --- | --- | --- | --- |",
            .. rows.Select(row => $"| {row.What} | {row.Ours} | {row.Target} | {(row.Met ? "met" : "**not met**")} | {row.Others} |"),
        ]);

    public static void Write(IReadOnlyList<Row> rows)
    {
        var page = Path.Combine(RepositoryFolder(), "docs", "runtime", "performance.md");
        var text = File.ReadAllText(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(page, $"{text[..begin]}\n{Machine()}\n\n{Table(rows)}\n{text[end..]}");
        Console.WriteLine($"Written to {page}");
    }

    private static string Machine() =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}.";

    private static string Processor()
    {
        const string List = "/proc/cpuinfo";
        var model = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PerfAnalyzers.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No PerfAnalyzers.sln above the benchmarks.");
        return folder.FullName;
    }
}

using System.Runtime.InteropServices;
using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>Where figures come from.</summary>
internal static class Machine
{
    public static string Describe(int rounds) =>
        $"PerfAnalyzers {OurRules.Version}, rounds: {rounds}, {DateTime.UtcNow:yyyy-MM-dd}. "
        + $"{Processor()}, {Environment.ProcessorCount} processors, "
        + $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}.";

    private static string Processor()
    {
        const string List = "/proc/cpuinfo";
        var lines = File.Exists(List) ? File.ReadLines(List) : [];
        var model = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    private const double OwnProcessor = 0.9;

    public static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => double.IsFinite(value) ? value.ToString("F2", CultureInfo.InvariantCulture) : "-";

    public static string Share(double share)
    {
        var told = $"The process had a processor for {Number(share * 100)} % of the time";
        return share >= OwnProcessor ? told + "." : told + ": **the machine was busy**, and times in the rules are too long.";
    }

    public static string Target(double value, double limit) => $"target {Number(limit)}: {(value <= limit ? "met" : "**not met**")}";
}

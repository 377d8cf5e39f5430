using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    public static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => double.IsFinite(value) ? value.ToString("F2", CultureInfo.InvariantCulture) : "-";

    public static string Target(double value, double limit) => $"target {Number(limit)}: {(value <= limit ? "met" : "**not met**")}";
}

using System.Globalization;

namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    public static string Ratio(double ratio, double nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{ratio:F2}x ({Time(nanoseconds)})");

    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F1} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:F1} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:F1} ms"),
    };

    public static string Kilobytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:F1} KB");

    public static string Bytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:F0} B");

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F3} %");
}

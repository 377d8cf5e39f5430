namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>The units in which instruments record durations: UCUM codes, as OpenTelemetry's semantic conventions use them.</summary>
internal static class DurationUnit
{
    /// <summary>How many of the unit make a second; <see langword="null"/> for a unit that is not known to be one of time.</summary>
    public static double? PerSecond(string? unit) => unit switch
    {
        "s" => 1,
        "ms" => 1e3,
        "us" or "\u00B5s" or "\u03BCs" => 1e6,
        "ns" => 1e9,
        _ => null,
    };
}

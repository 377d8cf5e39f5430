namespace PerfAnalyzers.Runtime.Latency;

/// <summary>A part of a <see cref="LatencyBreakdown"/>: all stretches of one name and kind.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What the time was spent on.</param>
/// <param name="Count">Number of stretches.</param>
/// <param name="Elapsed">Sum of their durations. With stretches in parallel it can be more than the request took.</param>
/// <param name="OnCriticalPath">The time that the request took because of this part; over all parts and the remainder it adds up to the
/// total.</param>
/// <param name="Share"><paramref name="OnCriticalPath"/> as a share of the total, 0 to 1; 0 if the total is zero.</param>
public sealed record LatencyPart(string Name, LatencyKind Kind, int Count, TimeSpan Elapsed, TimeSpan OnCriticalPath, double Share);

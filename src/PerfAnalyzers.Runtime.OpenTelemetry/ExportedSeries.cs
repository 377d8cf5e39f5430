using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>A series to be exported, with all it has recorded so far.</summary>
/// <param name="Key">Tells the series from all others of the exporter, at every export.</param>
internal readonly record struct ExportedSeries(
    object Key,
    string Name,
    string? Description,
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    LatencySnapshot Recorded);

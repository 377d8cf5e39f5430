using System.Text.Json.Serialization;

namespace PerfAnalyzers.Runtime.AspNetCore.Dashboard;

/// <summary>What the page draws. Times are in seconds since 1970, durations in milliseconds; what there is none of is null.</summary>
internal sealed record DashboardData(
    double SampledAt,
    double SampleInterval,
    IReadOnlyList<SeriesRow> Series,
    SeriesDetail? Detail,
    IReadOnlyList<AlertRow> Alerts,
    ProcessRow? Process);

/// <summary>A series over the recent time.</summary>
internal sealed record SeriesRow(string Name, double PerSecond, double? ErrorRate, double? P50, double? P90, double? P99, double? Max,
    double? RoundTrips);

/// <summary>The series that was asked for: its windows, oldest first, and the curve of its recent durations.</summary>
internal sealed record SeriesDetail(string Name, double RecentSeconds, IReadOnlyList<WindowRow> Windows, CurveRow Curve);

/// <summary>One window; <see cref="End"/> and the rates are always there.</summary>
internal sealed record WindowRow(
    double End, double PerSecond, double FailuresPerSecond, double? P50, double? P90, double? P99, double? Max);

/// <summary>Durations of all buckets, ascending, and how many requests took at most that long.</summary>
internal sealed record CurveRow(IReadOnlyList<double> Milliseconds, IReadOnlyList<long> CountAtOrBelow);

internal sealed record AlertRow(
    string Name, string Series, string Severity, string State, double Since, string Figure, string Unit, double? Value, double? Threshold,
    long Samples);

internal sealed record ProcessRow(
    double CpuShare, double GcPauseShare, double AllocatedBytesPerSecond, long WorkingSetBytes, int ThreadPoolThreads,
    long ThreadPoolQueueLength);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DashboardData))]
internal sealed partial class DashboardJson : JsonSerializerContext;

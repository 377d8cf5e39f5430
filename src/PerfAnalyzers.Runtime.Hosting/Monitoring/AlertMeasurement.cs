namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>A figure beside its threshold.</summary>
/// <param name="Sufficient">Whether there is enough behind the figure to judge it.</param>
/// <param name="Breached">Whether it is beyond the threshold.</param>
/// <param name="Cleared">Whether it is within the clear threshold.</param>
internal readonly record struct AlertMeasurement(
    double? Value,
    double? Threshold,
    long Samples,
    bool Sufficient,
    bool Breached,
    bool Cleared);

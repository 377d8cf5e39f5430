namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>What was measured between two changes of the limit.</summary>
/// <param name="MeanSeconds">Mean latency; <see langword="null"/> if every request was refused.</param>
/// <param name="StandardError">Of the mean, in seconds.</param>
/// <param name="MostActive">The most permits that were out at a time.</param>
/// <param name="Overloaded">Whether a request was reported as refused or timed out by the server; its latency is not in the mean.</param>
internal readonly record struct LatencyWindow(double? MeanSeconds, double StandardError, int MostActive, bool Overloaded);

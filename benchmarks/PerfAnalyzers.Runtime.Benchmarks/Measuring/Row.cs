namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>A line of the results.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">Our result, as a ratio where the target is one.</param>
/// <param name="Target">The target.</param>
/// <param name="Met">Whether the result reaches the target.</param>
/// <param name="Others">The same of others, measured in the same run.</param>
internal sealed record Row(string What, string Ours, string Target, bool Met, string Others);

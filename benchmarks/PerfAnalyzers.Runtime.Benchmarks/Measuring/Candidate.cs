namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>One of several ways to do a thing, to be compared.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Run">Does it that many times. Two threads may run it at once.</param>
internal sealed record Candidate(string Name, Action<int> Run);

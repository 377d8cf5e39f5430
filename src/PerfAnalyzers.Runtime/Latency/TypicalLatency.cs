namespace PerfAnalyzers.Runtime.Latency;

/// <summary>How long something usually takes, as published.</summary>
/// <param name="What">What takes that long.</param>
/// <param name="Low">The lower figure.</param>
/// <param name="High">The upper figure; equal to <paramref name="Low"/> where only one is given.</param>
/// <param name="Source">Who says so: author, title, year or address.</param>
public sealed record TypicalLatency(string What, TimeSpan Low, TimeSpan High, string Source);

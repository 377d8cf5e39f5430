namespace PerfAnalyzers.Runtime.Latency;

/// <summary>A stretch of a request, as given to <see cref="LatencyBreakdown.Of(TimeSpan, IEnumerable{LatencySpan})"/>.</summary>
/// <param name="Name">What it is, for example <c>database</c>. Stretches of the same name and kind become one part.</param>
/// <param name="Duration">How long it took; zero or more.</param>
/// <param name="Kind">What the time was spent on.</param>
/// <param name="Start">
/// When it began, from the start of the request; <see langword="null"/> for when the one given before it ended, so that a list
/// without starts is a sequence. Stretches that overlap ran in parallel.
/// </param>
public readonly record struct LatencySpan(string Name, TimeSpan Duration, LatencyKind Kind = LatencyKind.Other, TimeSpan? Start = null);

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Collects the parts of requests where they happen, along the asynchronous flow, so that nothing has to be passed down: a
/// middleware begins a request, and code below it measures its parts with the same collector. Parts begun in parallel tasks are
/// parallel, a part begun inside another is inside it. All members are safe to call from any thread.
/// </summary>
/// <example>
/// <code>
/// using var request = collector.BeginRequest();
/// using (collector.MeasurePart("database", LatencyKind.InputOutput))
///     await QueryAsync(cancellationToken);
/// LatencyBreakdown breakdown = request.Complete();
/// </code>
/// </example>
public sealed class LatencyBreakdownCollector
{
    private readonly AsyncLocal<Place?> _current = new();
    private readonly int _maxParts;

    /// <summary>Collects for any number of requests at a time.</summary>
    /// <param name="maxParts">Parts kept of one request, 1 to 65,536; those beyond are counted as
    /// <see cref="LatencyBreakdown.DroppedParts"/>.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxParts"/> is not in that range.</exception>
    public LatencyBreakdownCollector(int maxParts = 256, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxParts, 65_536);
        _maxParts = maxParts;
        Clock = timeProvider ?? TimeProvider.System;
    }

    internal TimeProvider Clock { get; }

    /// <summary>Begins a request here and in all that is called from here, until it is disposed. A request inside another is one of its
    /// own.</summary>
    public LatencyRequestScope BeginRequest()
    {
        var request = new CollectedRequest(Clock, _maxParts);
        var outer = _current.Value;
        _current.Value = new Place(request, CriticalPath.Request);
        return new LatencyRequestScope(this, request, outer);
    }

    /// <summary>
    /// Begins a part of the request under way, to be disposed in the same method. Without a request, or after its end, it does nothing.
    /// </summary>
    /// <param name="name">Parts of the same name and kind are added up.</param>
    /// <param name="kind">What the time is spent on.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not defined.</exception>
    public LatencyPartScope MeasurePart(string name, LatencyKind kind = LatencyKind.Other)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Must be a defined kind of latency.");
        }

        if (_current.Value is not { } place || place.Request.Begin(name, kind, place.Part) is not { } part)
        {
            return default;
        }

        _current.Value = new Place(place.Request, part);
        return new LatencyPartScope(this, place, part);
    }

    internal void Return(Place? place) => _current.Value = place;

    /// <summary>Where in a request the flow is.</summary>
    internal sealed record Place(CollectedRequest Request, int Part);
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// A part under way, from <see cref="LatencyBreakdownCollector.MeasurePart"/> to <see cref="Dispose"/>. It belongs to the method
/// that began it: keep it in one variable, dispose it there. Disposing that again does nothing.
/// </summary>
public struct LatencyPartScope : IDisposable
{
    private readonly LatencyBreakdownCollector.Place? _outer;
    private readonly int _part;
    private LatencyBreakdownCollector? _collector;

    internal LatencyPartScope(LatencyBreakdownCollector collector, LatencyBreakdownCollector.Place outer, int part)
    {
        _collector = collector;
        _outer = outer;
        _part = part;
    }

    /// <summary>Ends the part.</summary>
    public void Dispose()
    {
        if (_collector is { } collector)
        {
            _collector = null;
            _outer!.Request.End(_part);
            collector.Return(_outer);
        }
    }
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>A request of a <see cref="LatencyBreakdownCollector"/>, under way until completed or disposed. Safe to complete from any
/// thread.</summary>
public sealed class LatencyRequestScope : IDisposable
{
    private readonly CollectedRequest _request;
    private LatencyBreakdownCollector? _collector;
    private readonly LatencyBreakdownCollector.Place? _outer;

    internal LatencyRequestScope(LatencyBreakdownCollector collector, CollectedRequest request, LatencyBreakdownCollector.Place? outer)
    {
        _collector = collector;
        _request = request;
        _outer = outer;
    }

    /// <summary>Ends the request, and with it the parts still under way. Once ended, it answers the same again.</summary>
    public LatencyBreakdown Complete() => _request.Complete();

    /// <summary>Ends the request, and makes the one around it, if any, that of this flow again. Disposing it again does nothing.</summary>
    public void Dispose()
    {
        _request.Complete();
        Interlocked.Exchange(ref _collector, null)?.Return(_outer);
    }
}

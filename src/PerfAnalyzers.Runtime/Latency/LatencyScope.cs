namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// An operation being measured, from <see cref="LatencyRecorder.Measure"/> to <see cref="Dispose"/>. A value without
/// allocation that may live across await and be disposed on another thread.
/// <para>
/// It belongs to one operation: keep it in one variable and do not copy it, since each copy would record. Disposing the variable
/// again records nothing. Not safe for use by two threads at once.
/// </para>
/// </summary>
public struct LatencyScope : IDisposable
{
    private readonly long _startTimestamp;
    private LatencyRecorder? _recorder;
    private LatencyOutcome _outcome;

    internal LatencyScope(LatencyRecorder recorder, long startTimestamp, LatencyOutcome outcome)
    {
        _recorder = recorder;
        _startTimestamp = startTimestamp;
        _outcome = outcome;
    }

    /// <summary>The operation succeeded; it is recorded when the scope is disposed.</summary>
    public void Succeed() => _outcome = LatencyOutcome.Success;

    /// <summary>The operation failed.</summary>
    public void Fail() => _outcome = LatencyOutcome.Failure;

    /// <summary>The caller gave up.</summary>
    public void Cancel() => _outcome = LatencyOutcome.Cancelled;

    /// <summary>Records the time since the scope began.</summary>
    public void Dispose()
    {
        var recorder = _recorder;
        _recorder = null;
        recorder?.RecordSince(_startTimestamp, _outcome);
    }
}

using System.Collections.Concurrent;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Demo.Load;

/// <summary>Timestamps of one request, in the unit of <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal readonly record struct Sending(long Due, long Sent, long Completed);

/// <summary>Collects the outcome of every request; completed when the last one has come in.</summary>
internal sealed class LoadRecorder(int expected)
{
    private readonly Dictionary<string, OperationRecorder> _operations =
        ShopTraffic.Operations.ToDictionary(operation => operation.Name, operation => new OperationRecorder(operation.Name));

    private readonly OperationRecorder _total = new("total");
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _completed;
    private int _answeredInWindow;

    public Task Completion => _completion.Task;

    public void Record(string operation, Sending sending, bool insideWindow, Outcome outcome)
    {
        _operations[operation].Record(sending, outcome);
        _total.Record(sending, outcome);
        if (insideWindow && outcome == Outcome.Answered)
            Interlocked.Increment(ref _answeredInWindow);
        if (Interlocked.Increment(ref _completed) == expected)
            _completion.SetResult();
    }

    public LoadProgress Progress(double fraction, int sent) =>
        new(fraction, Volatile.Read(ref _answeredInWindow), sent - Volatile.Read(ref _completed));

    public LoadResult ToResult(LoadOptions options) => new(
        options.RatePerSecond,
        _answeredInWindow / options.Duration.TotalSeconds,
        _total.ToResult(),
        [.. ShopTraffic.Operations.Select(operation => _operations[operation.Name].ToResult())]);

    private sealed class OperationRecorder(string name)
    {
        private readonly LatencyHistogram _latencies = new();
        private readonly ConcurrentDictionary<string, int> _problems = new();
        private int _answered;

        public void Record(Sending sending, Outcome outcome)
        {
            _latencies.RecordFromIntendedStart(sending.Due, sending.Sent, sending.Completed);
            if (outcome.Problem is { } problem)
                _problems.AddOrUpdate(problem, 1, (_, count) => count + 1);
            else
                Interlocked.Increment(ref _answered);
        }

        public OperationResult ToResult() => new(name, _answered, new Dictionary<string, int>(_problems), _latencies.GetCorrectedSnapshot().Encode());
    }
}

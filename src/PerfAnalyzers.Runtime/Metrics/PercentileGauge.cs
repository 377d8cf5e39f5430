using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>Percentiles over the last window, from the snapshots that earlier observations took.</summary>
internal sealed class PercentileGauge
{
    // Observations closer than a 64th of the window are not worth a snapshot to go back to: memory stays bounded.
    private const int MostSnapshots = 64;

    private readonly LatencyRecorder _recorder;
    private readonly TimeSpan _window;
    private readonly double[] _percentiles;
    private readonly KeyValuePair<string, object?>[][] _tags;
    private readonly TimeProvider _clock;
    private readonly Queue<(long Timestamp, LatencySnapshot Snapshot)> _past = [];
    private long _newest;

    public PercentileGauge(
        LatencyRecorder recorder,
        TimeSpan window,
        IReadOnlyList<double> percentiles,
        IReadOnlyList<KeyValuePair<string, object?>> tags,
        TimeProvider clock)
    {
        foreach (var percentile in percentiles)
        {
            if (!(percentile is >= 0 and <= 100))
            {
                throw new ArgumentOutOfRangeException(nameof(percentiles), percentile, "A percentile must be a number from 0 to 100.");
            }
        }

        _recorder = recorder;
        _window = window;
        _percentiles = [.. percentiles];
        _tags = [.. percentiles.Select(percentile =>
            (KeyValuePair<string, object?>[])[new("quantile", Math.Round(percentile / 100, 12)), .. tags])];
        _clock = clock;
        Keep(clock.GetTimestamp(), recorder.GetSnapshot().All);
    }

    internal int SnapshotsKept => _past.Count;

    public IEnumerable<Measurement<double>> Observe()
    {
        var recent = Recent();
        return recent.Count == 0
            ? []
            : _percentiles.Select((percentile, i) =>
                new Measurement<double>(recent.PercentileNanoseconds(percentile) / 1e9, _tags[i])).ToArray();
    }

    private LatencySnapshot Recent()
    {
        lock (_past)
        {
            // Under the lock, so that a snapshot is never older than one kept before it.
            var now = _clock.GetTimestamp();
            var snapshot = _recorder.GetSnapshot().All;
            while (_past.Count > 1 && _clock.GetElapsedTime(_past.ElementAt(1).Timestamp, now) >= _window)
            {
                _past.Dequeue();
            }

            var recent = snapshot.Subtract(_past.Peek().Snapshot);
            if (_clock.GetElapsedTime(_newest, now) >= _window / MostSnapshots)
            {
                Keep(now, snapshot);
            }

            return recent;
        }
    }

    private void Keep(long timestamp, LatencySnapshot snapshot)
    {
        _past.Enqueue((timestamp, snapshot));
        _newest = timestamp;
    }
}

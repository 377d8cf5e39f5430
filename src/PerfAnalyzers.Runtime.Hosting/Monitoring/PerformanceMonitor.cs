using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Watches named series and the process: each <see cref="Sample"/> closes a window, adds its figures to a bounded history and
/// evaluates the alert rules. There is no thread or timer behind it: call <see cref="Sample"/> from a timer, for example each 10
/// seconds (the package PerfAnalyzers.Runtime.Hosting does). All members are safe to call from any thread.
/// </summary>
/// <remarks>
/// All figures are of recent windows, never of the whole lifetime, which would hide today's trouble behind yesterday's traffic.
/// A rule speaks up once when its state changes, not at every sample; it needs a least number of events, so that an idle service
/// raises no alarm.
/// </remarks>
public sealed class PerformanceMonitor
{
    private readonly object _sampling = new();
    private readonly PerformanceMonitorOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<ProcessReading> _readProcess;
    private readonly Alert[] _alerts;
    private readonly SortedDictionary<string, MonitoredSeries> _series = new(StringComparer.Ordinal);
    private readonly BoundedHistory<ProcessWindow> _process;
    private ProcessReading _lastProcess;
    private long _lastTimestamp;
    private DateTimeOffset _sampledAt;
    private long _failedReadings;
    private long _failedHandlers;
    private long _version;

    /// <summary>Makes a monitor without series.</summary>
    /// <param name="options">What to keep and when to alert; <see langword="null"/> for the defaults, without alerts.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">The options or a rule are not valid; the message says all that is wrong.</exception>
    public PerformanceMonitor(PerformanceMonitorOptions? options = null, TimeProvider? timeProvider = null)
        : this(options, timeProvider, ProcessReading.OfThisProcess)
    {
    }

    internal PerformanceMonitor(PerformanceMonitorOptions? options, TimeProvider? timeProvider, Func<ProcessReading> readProcess)
    {
        _options = options ?? new PerformanceMonitorOptions();
        var problems = string.Join(' ', _options.Problems());
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _clock = timeProvider ?? TimeProvider.System;
        _readProcess = readProcess;
        _alerts = [.. _options.Rules.Select(rule => new Alert(rule, _clock))];
        _process = new(_options.HistoryLength);
        _lastProcess = readProcess();
        _lastTimestamp = _clock.GetTimestamp();
        _sampledAt = _clock.GetUtcNow();
    }

    /// <summary>
    /// Raised for every change of an alert's state, by the thread in <see cref="Sample"/> (or <see cref="Remove"/>), outside of all
    /// locks. An exception of a handler reaches neither the caller nor other handlers; it is counted. Changes found by samples of
    /// several threads at once may arrive out of order; one driver keeps them in order.
    /// </summary>
    public event EventHandler<AlertTransition>? AlertChanged;

    /// <summary>
    /// Another number whenever <see cref="GetSnapshot"/> would answer something else: after a sample, and when a series was added or
    /// removed. Reading it takes no lock, so that who asks often can keep what a snapshot told.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Watches a recorder: rates, percentiles, error rates.</summary>
    /// <inheritdoc cref="Add(string, Func{LatencyRecorderSnapshot})" path="/exception"/>
    /// <param name="name">Any name that no other series has.</param>
    /// <param name="recorder">What happened to it before is not part of any window.</param>
    public void Add(string name, LatencyRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        Add(name, recorder.GetSnapshot);
    }

    /// <summary>Watches a histogram: rates and percentiles. All its durations count as operations without an outcome.</summary>
    /// <inheritdoc cref="Add(string, Func{LatencyRecorderSnapshot})" path="/exception"/>
    /// <param name="name">Any name that no other series has.</param>
    /// <param name="histogram">What happened to it before is not part of any window.</param>
    public void Add(string name, LatencyHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        Add(name, () => new LatencyRecorderSnapshot
        {
            Succeeded = LatencySnapshot.Empty,
            Failed = LatencySnapshot.Empty,
            Cancelled = LatencySnapshot.Empty,
            Unspecified = histogram.GetSnapshot(),
        });
    }

    /// <summary>Watches a meter: rates.</summary>
    /// <inheritdoc cref="Add(string, Func{LatencyRecorderSnapshot})" path="/exception"/>
    /// <param name="name">Any name that no other series has.</param>
    /// <param name="meter">What happened to it before is not part of any window.</param>
    public void Add(string name, ThroughputMeter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        AddSeries(name, timestamp => new SeriesReading(timestamp, meter.Total, durations: null));
    }

    /// <summary>
    /// Watches anything that can tell cumulative durations by outcome, for example several recorders merged. Its first window begins
    /// now, or with the window under way if nothing has been counted yet.
    /// </summary>
    /// <param name="name">Any name that no other series has.</param>
    /// <param name="read">
    /// Answers all durations so far; counts must never fall. Called once now and once per sample, under a lock of the monitor: it
    /// must be quick, and not call the monitor. What it throws during a sample is counted in
    /// <see cref="MonitorSnapshot.FailedReadings"/>.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is blank or taken, or a rule about this series needs durations and it only counts.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are <see cref="PerformanceMonitorOptions.MaxSeries"/> series already, or the source answered null.
    /// </exception>
    public void Add(string name, Func<LatencyRecorderSnapshot> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        AddSeries(name, timestamp => new SeriesReading(
            timestamp, read() ?? throw new InvalidOperationException("The source answered null instead of a snapshot.")));
    }

    /// <summary>Stops watching a series and forgets its history. Its alerts go to <see cref="AlertState.InsufficientData"/>.</summary>
    /// <returns>Whether there was such a series.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        AlertTransition[] transitions;
        lock (_sampling)
        {
            if (!_series.Remove(name, out var series))
            {
                return false;
            }

            transitions = [.. series.End(_clock.GetUtcNow())];
            Volatile.Write(ref _version, _version + 1);
        }

        Raise(transitions);
        return true;
    }

    /// <summary>
    /// Closes the window that began at the last sample, for every series and the process, and evaluates the alerts. Two samples
    /// at the same time are one.
    /// </summary>
    /// <returns>The changes of alert states, which were also raised as <see cref="AlertChanged"/>; usually none.</returns>
    public IReadOnlyList<AlertTransition> Sample()
    {
        List<AlertTransition> transitions = [];
        lock (_sampling)
        {
            var timestamp = _clock.GetTimestamp();
            var at = _clock.GetUtcNow();
            SampleProcess(timestamp, at);
            foreach (var series in _series.Values)
            {
                SampleOne(series, timestamp, at, transitions);
            }

            _sampledAt = at;
            Volatile.Write(ref _version, _version + 1);
        }

        Raise(transitions);
        return transitions.AsReadOnly();
    }

    /// <summary>History and alerts as of the last sample. Takes no sample.</summary>
    public MonitorSnapshot GetSnapshot()
    {
        lock (_sampling)
        {
            return new MonitorSnapshot
            {
                SampledAt = _sampledAt,
                Series = Array.AsReadOnly(_series.Values.Select(series => series.GetHistory()).ToArray()),
                Process = Array.AsReadOnly(_process.ToArray()),
                Alerts = Array.AsReadOnly(Array.ConvertAll(_alerts, alert => alert.Status)),
                FailedReadings = _failedReadings,
                FailedHandlers = Interlocked.Read(ref _failedHandlers),
            };
        }
    }

    private void AddSeries(string name, Func<long, SeriesReading> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_sampling)
        {
            if (_series.ContainsKey(name))
            {
                throw new ArgumentException($"There is a series named '{name}' already.", nameof(name));
            }

            if (_series.Count >= _options.MaxSeries)
            {
                throw new InvalidOperationException(
                    $"The monitor has {_series.Count} series already, and MaxSeries is {_options.MaxSeries}.");
            }

            var alerts = Array.FindAll(_alerts, alert => alert.Rule.Series == name);
            _series.Add(name, new MonitoredSeries(name, read, _options, alerts, _lastTimestamp, _clock));
            Volatile.Write(ref _version, _version + 1);
        }
    }

    private void SampleProcess(long timestamp, DateTimeOffset at)
    {
        var elapsed = _clock.GetElapsedTime(_lastTimestamp, timestamp);
        if (elapsed > TimeSpan.Zero)
        {
            var reading = _readProcess();
            _process.Add(reading.Since(_lastProcess, elapsed, at));
            (_lastProcess, _lastTimestamp) = (reading, timestamp);
        }
    }

    // A source is code of others: whatever it throws must not stop the watch over the rest.
    private void SampleOne(MonitoredSeries series, long timestamp, DateTimeOffset at, List<AlertTransition> transitions)
    {
        try
        {
            transitions.AddRange(series.Sample(timestamp, at));
        }
        catch (Exception)
        {
            _failedReadings++;
            transitions.AddRange(series.Miss(timestamp, at));
        }
    }

    private void Raise(IReadOnlyList<AlertTransition> transitions)
    {
        if (AlertChanged is not { } handlers)
        {
            return;
        }

        foreach (var transition in transitions)
        {
            foreach (EventHandler<AlertTransition> handler in handlers.GetInvocationList())
            {
                try
                {
                    handler(this, transition);
                }
                catch (Exception)
                {
                    Interlocked.Increment(ref _failedHandlers);
                }
            }
        }
    }
}

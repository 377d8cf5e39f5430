using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>A monitor of one recorder under a clock that is moved by hand.</summary>
internal sealed class Watched
{
    public const string Series = "checkout";

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    public Watched(params AlertRule[] rules)
        : this(new PerformanceMonitorOptions { Rules = rules })
    {
    }

    public Watched(PerformanceMonitorOptions options)
    {
        Recorder = new LatencyRecorder(timeProvider: Clock);
        Monitor = new PerformanceMonitor(options, Clock);
        Monitor.Add(Series, Recorder);
        Monitor.AlertChanged += (_, transition) => Transitions.Add(transition);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public LatencyRecorder Recorder { get; }

    public PerformanceMonitor Monitor { get; }

    public List<AlertTransition> Transitions { get; } = [];

    public AlertStatus Alert => Monitor.GetSnapshot().Alerts[0];

    public AlertState State => Alert.State;

    public IEnumerable<AlertState> States => Transitions.Select(transition => transition.To);

    public SeriesHistory History => Monitor.GetSnapshot().Series.Single(series => series.Name == Series);

    /// <summary>Requests at once, then a step of time and a sample.</summary>
    public Watched Run(int requests, double milliseconds = 10, int failures = 0, int cancelled = 0, TimeSpan? step = null)
    {
        for (var i = 0; i < requests; i++)
        {
            var outcome = i < failures ? LatencyOutcome.Failure : i < failures + cancelled ? LatencyOutcome.Cancelled : LatencyOutcome.Success;
            Recorder.Record(TimeSpan.FromMilliseconds(milliseconds), outcome);
        }

        Clock.Advance(step ?? Step);
        Monitor.Sample();
        return this;
    }

    /// <summary>The same for a while.</summary>
    public Watched RunFor(TimeSpan time, int requests, double milliseconds = 10, int failures = 0, TimeSpan? step = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step ?? Step)
            Run(requests, milliseconds, failures, step: step);
        return this;
    }
}

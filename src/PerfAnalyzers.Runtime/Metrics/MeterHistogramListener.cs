using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>
/// Puts a <see cref="LatencyHistogram"/> behind histogram instruments that exist already, in .NET, a library or the application,
/// with no change to them: <c>http.server.request.duration</c>, <c>db.client.operation.duration</c> and any other
/// <see cref="Histogram{T}"/> of durations, whatever its T. It works beside OpenTelemetry or any other listener.
/// <para>
/// The unit of the instrument says how its numbers are read: <c>s</c>, <c>ms</c>, <c>us</c> (or with a mu) or <c>ns</c>. An
/// instrument of another unit, or none, is passed over unless <see cref="MeterHistogramSubscription.UnitIfUnknown"/> is set.
/// </para>
/// <para>
/// A measurement costs one record of the histogram and, where it is split by tags, one lookup without lock. It allocates nothing,
/// except for tag values that are neither strings nor of a primitive type (their text is taken). Negative durations and those
/// above 2^16 s are clamped and counted as the histogram does; NaN is left out and counted in <see cref="IgnoredCount"/>.
/// </para>
/// All members are safe to call from any thread.
/// </summary>
public sealed class MeterHistogramListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Subscribed[] _subscriptions;
    private readonly List<string> _unknownUnits = [];
    private long _ignored;
    private long _failedHandlers;
    private long _failedTags;

    /// <summary>Starts listening, to the instruments that exist and to those that are made later.</summary>
    /// <param name="subscriptions">
    /// At least one. An instrument is counted in the first that it fits; all instruments of a subscription share its series.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="subscriptions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">There is none, or one is invalid; the message names what and the range.</exception>
    public MeterHistogramListener(params MeterHistogramSubscription[] subscriptions)
        : this((IEnumerable<MeterHistogramSubscription>)subscriptions)
    {
    }

    /// <inheritdoc cref="MeterHistogramListener(MeterHistogramSubscription[])"/>
    public MeterHistogramListener(IEnumerable<MeterHistogramSubscription> subscriptions)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        _subscriptions = [.. subscriptions.Select(subscription => new Subscribed(subscription, OnAdded, OnFailed))];
        if (_subscriptions.Length == 0)
        {
            throw new ArgumentException("Name at least one instrument.", nameof(subscriptions));
        }

        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, bound) => ((Bound)bound!).Record((double)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, bound) => ((Bound)bound!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>
    /// A combination of tags, or the overflow, was met for the first time. Raised by the thread that measures, outside of all locks and
    /// before its
    /// measurement is recorded, so a handler should be quick. An exception of a handler reaches neither the application nor other
    /// handlers; it is counted. Series met before a handler was added are in <see cref="GetSeries"/>.
    /// </summary>
    public event EventHandler<MeterHistogramSeries>? SeriesAdded;

    /// <summary>How often a handler of <see cref="SeriesAdded"/> threw.</summary>
    public long FailedHandlers => Volatile.Read(ref _failedHandlers);

    /// <summary>
    /// How often a <see cref="MeterHistogramTag.Group"/>, or the ToString of a tag's value, threw. The measurement is counted in the series
    /// without that tag.
    /// </summary>
    public long FailedTags => Volatile.Read(ref _failedTags);

    /// <summary>Measurements that were not a number and so were left out.</summary>
    public long IgnoredCount => Volatile.Read(ref _ignored);

    /// <summary>Instruments that a subscription fits but whose unit is not one of time, as "name (unit)": they are not listened
    /// to.</summary>
    public IReadOnlyList<string> InstrumentsOfUnknownUnit
    {
        get
        {
            lock (_unknownUnits)
            {
                return [.. _unknownUnits];
            }
        }
    }

    /// <summary>
    /// The series met so far, by subscription and then oldest first. Only ever grows, up to
    /// <see cref="MeterHistogramSubscription.MaxSeries"/> for each subscription, and one for its overflow.
    /// </summary>
    public IReadOnlyList<MeterHistogramSeries> GetSeries()
    {
        var all = new List<MeterHistogramSeries>();
        foreach (var subscribed in _subscriptions)
        {
            subscribed.Series.CopyTo(all);
        }

        return all;
    }

    /// <summary>All durations of an instrument, whatever their tags; empty for one that no subscription names.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="instrumentName"/> is null.</exception>
    public LatencySnapshot GetSnapshot(string instrumentName)
    {
        ArgumentNullException.ThrowIfNull(instrumentName);
        return GetSeries()
            .Where(series => series.InstrumentName == instrumentName)
            .Aggregate(LatencySnapshot.Empty, static (sum, series) => sum.Merge(series.Histogram.GetSnapshot()));
    }

    /// <summary>Stops listening; what was recorded can still be read.</summary>
    public void Dispose() => _listener.Dispose();

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!IsHistogram(instrument) || Array.Find(_subscriptions, subscribed => subscribed.Fits(instrument)) is not { } subscribed)
        {
            return;
        }

        var unit = DurationUnit.PerSecond(instrument.Unit) ?? DurationUnit.PerSecond(subscribed.Subscription.UnitIfUnknown);
        if (unit is { } unitsPerSecond)
        {
            listener.EnableMeasurementEvents(instrument, new Bound(this, subscribed.Series, unitsPerSecond));
            return;
        }

        lock (_unknownUnits)
        {
            var name = $"{instrument.Name} ({instrument.Unit ?? "no unit"})";
            if (!_unknownUnits.Contains(name))
            {
                _unknownUnits.Add(name);
            }
        }
    }

    private void OnAdded(MeterHistogramSeries series)
    {
        foreach (EventHandler<MeterHistogramSeries> handler in SeriesAdded?.GetInvocationList() ?? [])
        {
            try
            {
                handler(this, series);
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _failedHandlers);
            }
        }
    }

    private void OnFailed() => Interlocked.Increment(ref _failedTags);

    private static bool IsHistogram(Instrument instrument) => instrument
        is Histogram<double> or Histogram<float> or Histogram<decimal>
        or Histogram<long> or Histogram<int> or Histogram<short> or Histogram<byte>;

    /// <summary>A subscription with its series.</summary>
    private sealed class Subscribed
    {
        public Subscribed(MeterHistogramSubscription subscription, Action<MeterHistogramSeries> added, Action failed)
        {
            ArgumentNullException.ThrowIfNull(subscription, "subscriptions");
            subscription.Validate();
            Subscription = subscription;
            Series = new SeriesTable(subscription, added, failed);
        }

        public MeterHistogramSubscription Subscription { get; }

        public SeriesTable Series { get; }

        public bool Fits(Instrument instrument) =>
            instrument.Name == Subscription.InstrumentName && Fits(instrument.Meter);

        private bool Fits(Meter meter) =>
            (Subscription.MeterName is null || meter.Name == Subscription.MeterName)
            && (Subscription.MeterScope is null || ReferenceEquals(meter.Scope, Subscription.MeterScope));
    }

    /// <summary>What a measurement of an instrument needs, found once when the instrument is published.</summary>
    private sealed class Bound(MeterHistogramListener listener, SeriesTable series, double unitsPerSecond)
    {
        public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (double.IsNaN(value))
            {
                Interlocked.Increment(ref listener._ignored);
                return;
            }

            series.HistogramOf(tags).RecordSeconds(value / unitsPerSecond);
        }
    }
}

using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>The durations that an instrument recorded with one combination of tags. All members are safe to call from any thread.</summary>
public sealed class MeterHistogramSeries
{
    private readonly object?[] _values;

    internal MeterHistogramSeries(
        string instrumentName, MeterHistogramTag[] splitBy, ReadOnlySpan<object?> values, int hash, MeterHistogramSeries? next)
    {
        InstrumentName = instrumentName;
        Hash = hash;
        Next = next;
        _values = values.ToArray();
        var tags = new List<KeyValuePair<string, object?>>(_values.Length);
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } value)
            {
                tags.Add(new(splitBy[i].Key, value));
            }
        }

        Tags = tags.AsReadOnly();
    }

    internal MeterHistogramSeries(MeterHistogramSubscription subscription)
    {
        InstrumentName = subscription.InstrumentName;
        IsOverflow = true;
        _values = [];

        // The tag that OpenTelemetry's SDKs give to what exceeds their cardinality limit.
        Tags = [new("otel.metric.overflow", true)];
    }

    /// <summary>Name of the instrument.</summary>
    public string InstrumentName { get; }

    /// <summary>The tags of <see cref="MeterHistogramSubscription.SplitBy"/> with their values, without those that were missing.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags { get; }

    /// <summary>
    /// Whether this series holds what came after <see cref="MeterHistogramSubscription.MaxSeries"/> combinations had been met; its
    /// count says how many measurements that were. Its only tag is <c>otel.metric.overflow</c>.
    /// </summary>
    public bool IsOverflow { get; }

    /// <summary>The durations recorded since the listener was made.</summary>
    public LatencyHistogram Histogram { get; } = new();

    internal int Hash { get; }

    /// <summary>The next series in the same slot of the table.</summary>
    internal MeterHistogramSeries? Next { get; }

    /// <summary>The value of a tag, or <see langword="null"/> where it was missing.</summary>
    public object? Tag(string key)
    {
        foreach (var tag in Tags)
        {
            if (tag.Key == key)
            {
                return tag.Value;
            }
        }

        return null;
    }

    internal bool Has(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!ReferenceEquals(values[i], _values[i]) && !Equals(values[i], _values[i]))
            {
                return false;
            }
        }

        return true;
    }
}

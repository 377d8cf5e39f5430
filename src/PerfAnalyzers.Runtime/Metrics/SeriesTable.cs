using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>
/// The series of one subscription: chained hashing in slots that never move, so that finding a series takes no lock and allocates
/// nothing. Series are only ever added.
/// </summary>
/// <remarks><c>added</c> is told of each new series, outside of the lock, and <c>failed</c> of each tag value that could not be
/// read.</remarks>
internal sealed class SeriesTable
{
    private readonly MeterHistogramSubscription _subscription;
    private readonly Action<MeterHistogramSeries> _added;
    private readonly Action _failed;
    private readonly MeterHistogramTag[] _tags;
    private readonly MeterHistogramSeries?[] _slots;
    private readonly List<MeterHistogramSeries> _all = [];
    private readonly MeterHistogramSeries _overflow;
    private readonly MeterHistogramSeries? _only;
    private bool _overflows;

    // Where in the measurement the tag was found last time. Instruments give their tags in one order nearly always.
    private readonly int[] _likelyPosition;

    public SeriesTable(MeterHistogramSubscription subscription, Action<MeterHistogramSeries> added, Action failed)
    {
        _failed = failed;
        _subscription = subscription;
        _added = added;
        _tags = [.. subscription.SplitBy];
        _likelyPosition = new int[_tags.Length];
        _slots = new MeterHistogramSeries?[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)subscription.MaxSeries)];
        _overflow = new MeterHistogramSeries(subscription);
        if (_tags.Length == 0)
        {
            _only = Add([], hash: 0);
        }
    }

    public LatencyHistogram HistogramOf(ReadOnlySpan<KeyValuePair<string, object?>> measured)
    {
        if (_only is not null)
        {
            return _only.Histogram;
        }

        var room = default(TagValues);
        var values = ((Span<object?>)room)[.._tags.Length];
        var hash = default(HashCode);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(i, measured);
            hash.Add(values[i]);
        }

        return Find(values, hash.ToHashCode()).Histogram;
    }

    /// <summary>All series met so far, oldest first; the overflow comes last.</summary>
    public void CopyTo(List<MeterHistogramSeries> destination)
    {
        lock (_all)
        {
            destination.AddRange(_all);
            if (_overflows)
            {
                destination.Add(_overflow);
            }
        }
    }

    private object? ValueOf(int tag, ReadOnlySpan<KeyValuePair<string, object?>> measured)
    {
        var key = _tags[tag].Key;
        var position = _likelyPosition[tag];
        object? value = null;
        if (position < measured.Length && measured[position].Key == key)
        {
            value = measured[position].Value;
        }
        else
        {
            for (var i = 0; i < measured.Length; i++)
            {
                if (measured[i].Key == key)
                {
                    _likelyPosition[tag] = i;
                    value = measured[i].Value;
                    break;
                }
            }
        }

        // A group and ToString are code of others, which runs on the thread that measures: the application must not bear what they throw.
        try
        {
            return Kept(_tags[tag].Group is { } group ? group(value) : value);
        }
        catch (Exception)
        {
            _failed();
            return null;
        }
    }

    // A series lives as long as the listener: of other objects only the text is kept, so that nothing large hangs on a tag, and
    // none whose equality or hash code changes.
    private static object? Kept(object? value) => value switch
    {
        null or string or bool or char or float or double or decimal => value,
        byte or sbyte or short or ushort or int or uint or long or ulong => value,
        _ => value.ToString(),
    };

    private MeterHistogramSeries Find(ReadOnlySpan<object?> values, int hash)
    {
        for (var series = Volatile.Read(ref SlotOf(hash)); series is not null; series = series.Next)
        {
            if (series.Hash == hash && series.Has(values))
            {
                return series;
            }
        }

        return Add(values, hash);
    }

    private MeterHistogramSeries Add(ReadOnlySpan<object?> values, int hash)
    {
        MeterHistogramSeries added;
        lock (_all)
        {
            ref var slot = ref SlotOf(hash);
            for (var series = slot; series is not null; series = series.Next)
            {
                if (series.Hash == hash && series.Has(values))
                {
                    return series;
                }
            }

            if (_all.Count < _subscription.MaxSeries)
            {
                added = new MeterHistogramSeries(_subscription.InstrumentName, _tags, values, hash, slot);
                _all.Add(added);
                Volatile.Write(ref slot, added);
            }
            else if (_overflows)
            {
                return _overflow;
            }
            else
            {
                _overflows = true;
                added = _overflow;
            }
        }

        _added(added);
        return added;
    }

    private ref MeterHistogramSeries? SlotOf(int hash) => ref _slots[hash & (_slots.Length - 1)];
}

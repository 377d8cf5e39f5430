namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Measures the burn rates of a <see cref="BurnRateAlertRule"/>. Not synchronised.</summary>
internal sealed class BurnRateMeter(BurnRateAlertRule rule, TimeProvider clock) : AlertMeter
{
    // 1 - 0.9 is a little less than 0.1: errors at just the threshold must not pass for more.
    private const double Rounding = 1e-12;

    private readonly Pair[] _pairs = [.. rule.Windows.Select(window => new Pair(window, clock))];

    private readonly record struct Counts(long Bad, long Judged);

    public override void Restart(SeriesReading reading)
    {
        var counts = Count(reading);
        foreach (var pair in _pairs)
        {
            pair.Long.Restart(reading.Timestamp, counts);
            pair.Short.Restart(reading.Timestamp, counts);
        }
    }

    public override AlertMeasurement Measure(SeriesReading now)
    {
        var counts = Count(now);
        AlertMeasurement? worst = null;
        var (sufficient, cleared, most) = (false, true, (false, double.NegativeInfinity));
        foreach (var pair in _pairs)
        {
            var judged = Measure(pair, now.Timestamp, counts);
            sufficient |= judged.Sufficient;
            cleared &= judged.Cleared || !judged.Sufficient;

            // A pair that can be judged comes before any that cannot.
            var rank = (judged.Sufficient, judged.Value!.Value / pair.Window.BurnRate);
            if (rank.CompareTo(most) > 0)
            {
                (worst, most) = (judged, rank);
            }
        }

        return worst!.Value with { Sufficient = sufficient, Cleared = cleared };
    }

    private AlertMeasurement Measure(Pair pair, long now, Counts counts)
    {
        var longStart = pair.Long.Start(now);
        var shortStart = pair.Short.Start(now);
        pair.Long.Add(now, counts);
        pair.Short.Add(now, counts);

        var samples = counts.Judged - longStart.Value.Judged;
        var burnRate = Math.Min(BurnRate(longStart.Value, counts), BurnRate(shortStart.Value, counts));
        return new AlertMeasurement(
            burnRate,
            pair.Window.BurnRate,
            samples,
            Sufficient: samples >= rule.MinimumSamples && clock.GetElapsedTime(longStart.Timestamp, now) >= pair.Window.Short,
            Breached: burnRate > pair.Window.BurnRate * (1 + Rounding),
            Cleared: burnRate <= pair.Window.BurnRate * rule.ClearShare * (1 + Rounding));
    }

    // A window without operations has burnt nothing.
    private double BurnRate(Counts start, Counts end) =>
        end.Judged == start.Judged ? 0 : (double)(end.Bad - start.Bad) / (end.Judged - start.Judged) / (1 - rule.Objective);

    private Counts Count(SeriesReading reading)
    {
        var bad = reading.Failures;
        if (rule.LatencyLimit is { } limit && reading.Durations is { } durations)
        {
            bad += durations.Succeeded.Count - durations.Succeeded.CountAtOrBelow(limit);
            bad += durations.Unspecified.Count - durations.Unspecified.CountAtOrBelow(limit);
        }

        return new Counts(bad, reading.Judged);
    }

    private sealed class Pair(BurnRateWindow window, TimeProvider clock)
    {
        public BurnRateWindow Window => window;

        public SlidingWindow<Counts> Long { get; } = new(window.Long, clock);

        public SlidingWindow<Counts> Short { get; } = new(window.Short, clock);
    }
}

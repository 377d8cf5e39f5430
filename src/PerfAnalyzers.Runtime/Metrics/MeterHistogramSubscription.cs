namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>Which instruments a <see cref="MeterHistogramListener"/> listens to, and how it splits their measurements.</summary>
/// <param name="instrumentName">Name of the instrument, for example <c>http.server.request.duration</c>.</param>
public sealed class MeterHistogramSubscription(string instrumentName)
{
    /// <summary>The most tags of <see cref="SplitBy"/>: 8.</summary>
    public const int MaxTags = 8;

    /// <summary>Name of the instrument.</summary>
    public string InstrumentName { get; } = instrumentName;

    /// <summary>Name of the meter it must belong to; <see langword="null"/> for any.</summary>
    public string? MeterName { get; init; }

    /// <summary>
    /// The <see cref="System.Diagnostics.Metrics.Meter.Scope"/> its meter must have, which is the meter factory of the container
    /// that made it; <see langword="null"/> for any. Keeps hosts of one process apart.
    /// </summary>
    public object? MeterScope { get; init; }

    /// <summary>
    /// The unit of instruments that name none or one that is not known: <c>s</c>, <c>ms</c>, <c>us</c> or <c>ns</c>.
    /// <see langword="null"/>, the default, passes over such instruments and lists them in
    /// <see cref="MeterHistogramListener.InstrumentsOfUnknownUnit"/>.
    /// </summary>
    public string? UnitIfUnknown { get; init; }

    /// <summary>
    /// Tags with a series for every combination of their values; at most <see cref="MaxTags"/>, none twice. Empty, the default,
    /// makes one series of all measurements.
    /// </summary>
    public IReadOnlyList<MeterHistogramTag> SplitBy { get; init; } = [];

    /// <summary>
    /// The most combinations that get a series of their own, 1 to 100,000. Later ones are counted in one series that has
    /// <see cref="MeterHistogramSeries.IsOverflow"/>. The default is 256; a series takes some 15 KB per processor (at most 8).
    /// </summary>
    public int MaxSeries { get; init; } = 256;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(InstrumentName, "instrumentName");
        ArgumentNullException.ThrowIfNull(SplitBy);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSeries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSeries, 100_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SplitBy.Count, MaxTags, nameof(SplitBy));
        if (UnitIfUnknown is not null && DurationUnit.PerSecond(UnitIfUnknown) is null)
        {
            throw new ArgumentOutOfRangeException(nameof(UnitIfUnknown), UnitIfUnknown, "Must be s, ms, us or ns.");
        }

        if (SplitBy.Any(static tag => string.IsNullOrEmpty(tag?.Key)) || SplitBy.DistinctBy(static tag => tag.Key).Count() != SplitBy.Count)
        {
            throw new ArgumentException("Every tag needs a name, and none may be there twice.", nameof(SplitBy));
        }
    }
}

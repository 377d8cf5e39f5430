namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>A tag that splits the measurements of an instrument into series, one per value. A string converts to the tag of that
/// name.</summary>
/// <param name="Key">Name of the tag, for example <c>http.route</c>; not null or empty.</param>
/// <param name="Group">
/// Replaces the value by a coarser one, for example a status code by its class; <see langword="null"/> to take it as it is.
/// It is called for every measurement, by many threads at once, with <see langword="null"/> where the tag is missing: it should be
/// quick and allocate nothing. What it throws is counted in <see cref="MeterHistogramListener.FailedTags"/> and taken for null. A <see
/// langword="null"/> from it means that the series has no such tag.
/// </param>
public sealed record MeterHistogramTag(string Key, Func<object?, object?>? Group = null)
{
    /// <summary>The tag of this name, its values as they are.</summary>
    public static implicit operator MeterHistogramTag(string key) => new(key);
}

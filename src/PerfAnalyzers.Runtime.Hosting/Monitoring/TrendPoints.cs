using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Figures with their times, none missing and not too many.</summary>
internal sealed record TrendPoints(double[] Times, double[] Values)
{
    public static TrendPoints Of(ReadOnlySpan<double> times, ReadOnlySpan<double> values, int most)
    {
        if (times.Length != values.Length)
        {
            throw new ArgumentException(
                $"There must be a time for each value, but there are {times.Length} times and {values.Length} values.", nameof(times));
        }

        List<double> presentTimes = [], presentValues = [];
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(times[i]) || (i > 0 && times[i] <= times[i - 1]))
            {
                throw new ArgumentException($"Times must be finite and increasing, but one is {times[i]}.", nameof(times));
            }

            if (double.IsInfinity(values[i]))
            {
                throw new ArgumentException(
                    $"Every value must be finite (or NaN if it is missing), but one is {values[i]}.", nameof(values));
            }

            if (!double.IsNaN(values[i]))
            {
                presentTimes.Add(times[i]);
                presentValues.Add(values[i]);
            }
        }

        var size = Math.Max(1, (presentValues.Count + most - 1) / most);
        return size == 1
            ? new TrendPoints([.. presentTimes], [.. presentValues])
            : new TrendPoints(
                [.. presentTimes.Chunk(size).Select(group => group.Average())],
                [.. presentValues.Chunk(size).Select(group => ExactPercentile.Of(group, 50))]);
    }

    /// <summary>What a slope adds up to from the first to the last figure, as a share of the median figure.</summary>
    public double RelativeChange(double slope) =>
        slope == 0 ? 0 : slope * (Times[^1] - Times[0]) / Math.Abs(ExactPercentile.Of(Values, 50));
}

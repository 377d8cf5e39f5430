using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>The instrument that a <see cref="LatencyRecorder"/> writes to beside its own histograms.</summary>
internal sealed class LatencyPublication
{
    private readonly Histogram<double> _instrument;
    private readonly KeyValuePair<string, object?>[][] _tagsByOutcome;

    public LatencyPublication(Histogram<double> instrument, IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        _instrument = instrument;
        _tagsByOutcome = [.. Enum.GetValues<LatencyOutcome>().Select(outcome => OutcomeTags.Of(outcome).Concat(tags).ToArray())];
    }

    public string Name => _instrument.Name;

    public void Record(double seconds, LatencyOutcome outcome)
    {
        if (_instrument.Enabled)
        {
            // Negative where a clock went back: zero, as in the histogram.
            _instrument.Record(Math.Max(0, seconds), _tagsByOutcome[(int)outcome]);
        }
    }
}

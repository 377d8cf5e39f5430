using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>Another concurrency for a system whose throughput is known by the <see cref="UniversalScalabilityLaw"/>.</summary>
public sealed class ConcurrencyCandidate : OptimizationCandidate
{
    private readonly UniversalScalabilityLaw _law;
    private readonly double _now;
    private readonly double _then;

    /// <summary>A change of the concurrency.</summary>
    /// <param name="law">The law, for throughput per second, as <see cref="ScalabilityFit"/> finds it.</param>
    /// <param name="now">Requests at a time now; 1 or more.</param>
    /// <param name="then">Requests at a time then; 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="law"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A concurrency is not finite and 1 or more.</exception>
    public ConcurrencyCandidate(UniversalScalabilityLaw law, double now, double then)
        : base(Optimization.Concurrency)
    {
        ArgumentNullException.ThrowIfNull(law);
        _law = law;
        _now = Checked.OneOrMore(now);
        _then = Checked.OneOrMore(then);
    }

    /// <summary>The concurrency from which on more of it lowers the throughput; infinite without coherency.</summary>
    public double FlipConcurrency => _law.PeakConcurrency;

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(_now / _law.ThroughputAt(_now), _then / _law.ThroughputAt(_then)),
        _law.ThroughputAt(_then) / _law.ThroughputAt(_now),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_then:G4} at a time carry {_law.ThroughputAt(_then):#,0.#}/s in place of {_law.ThroughputAt(_now):#,0.#}/s with {_now:G4}; "
            + $"throughput falls beyond {FlipConcurrency:G4} at a time."));
}

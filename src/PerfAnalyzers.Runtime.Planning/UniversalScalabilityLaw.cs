namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// Throughput by concurrency: X(N) = lambda * N / (1 + sigma (N - 1) + kappa N (N - 1)), Gunther, "Guerrilla Capacity Planning"
/// (2007), chapter 4. Sigma is what is done one at a time (contention: queues, locks), kappa what grows with every pair
/// (coherency: keeping copies equal); kappa makes throughput fall beyond a peak. Immutable.
/// </summary>
public sealed record UniversalScalabilityLaw
{
    /// <summary>A law with known coefficients.</summary>
    /// <param name="lambda">Throughput at a concurrency of 1; more than zero.</param>
    /// <param name="sigma">Contention, 0 to 1.</param>
    /// <param name="kappa">Coherency, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coefficient is out of its range.</exception>
    public UniversalScalabilityLaw(double lambda, double sigma, double kappa)
    {
        Lambda = Checked.Positive(lambda);
        Sigma = Checked.Share(sigma);
        Kappa = Checked.NotNegative(kappa);
    }

    /// <summary>Throughput at a concurrency of 1.</summary>
    public double Lambda { get; }

    /// <summary>Contention: the share of the work that is done one at a time.</summary>
    public double Sigma { get; }

    /// <summary>Coherency: the cost of each pair that must agree, as a share of the work.</summary>
    public double Kappa { get; }

    /// <summary>
    /// Concurrency with the highest throughput: N* = sqrt((1 - sigma) / kappa), at least 1; infinite without coherency.
    /// Real; of the whole numbers next to it the one with the higher <see cref="ThroughputAt"/> is the best.
    /// </summary>
    public double PeakConcurrency => Kappa == 0 ? double.PositiveInfinity : Math.Max(1, Math.Sqrt((1 - Sigma) / Kappa));

    /// <summary>The throughput at <see cref="PeakConcurrency"/>; the <see cref="Asymptote"/> without coherency.</summary>
    public double PeakThroughputPerSecond => double.IsInfinity(PeakConcurrency) ? Asymptote : ThroughputAt(PeakConcurrency);

    /// <summary>What contention alone would allow (Amdahl): lambda / sigma; infinite without contention.</summary>
    public double Asymptote => Lambda / Sigma;

    /// <summary>Throughput at a concurrency.</summary>
    /// <param name="concurrency">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is not finite and 1 or more.</exception>
    public double ThroughputAt(double concurrency)
    {
        // Divided by N above and below the line, so that no product overflows.
        var share = 1 / Checked.OneOrMore(concurrency);
        return Lambda / (share + ((1 - share) * (Sigma + (Kappa * concurrency))));
    }

    /// <summary>Throughput per user in relation to that of one: X(N) / (lambda * N).</summary>
    /// <param name="concurrency">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is not finite and 1 or more.</exception>
    public double EfficiencyAt(double concurrency) => ThroughputAt(concurrency) / Lambda / concurrency;

    /// <summary>Latency at a concurrency, by <see cref="LittlesLaw"/>: N / X(N), for throughput per second.</summary>
    /// <param name="concurrency">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is not finite and 1 or more.</exception>
    public TimeSpan LatencyAt(double concurrency) => Checked.Duration(concurrency / ThroughputAt(concurrency));
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// A clock frequency. The unit is part of the type, since a "3" that meant gigahertz and was read as hertz makes a processor
/// a billion times too slow.
/// </summary>
public readonly record struct Frequency
{
    private Frequency(double hertz) => Hertz = hertz;

    /// <summary>Cycles per second.</summary>
    public double Hertz { get; }

    /// <summary>Billions of cycles per second.</summary>
    public double Gigahertz => Hertz / 1e9;

    /// <summary>A frequency in cycles per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="hertz"/> is not finite and more than zero.</exception>
    public static Frequency FromHertz(double hertz) => new(Checked.Positive(hertz));

    /// <summary>A frequency in 10^6 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="megahertz"/> is not finite and more than zero.</exception>
    public static Frequency FromMegahertz(double megahertz) => new(Checked.Positive(megahertz * 1e6, nameof(megahertz)));

    /// <summary>A frequency in 10^9 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gigahertz"/> is not finite and more than zero.</exception>
    public static Frequency FromGigahertz(double gigahertz) => new(Checked.Positive(gigahertz * 1e9, nameof(gigahertz)));

    /// <summary>The frequency in GHz.</summary>
    public override string ToString() => FormattableString.Invariant($"{Gigahertz:G6} GHz");
}

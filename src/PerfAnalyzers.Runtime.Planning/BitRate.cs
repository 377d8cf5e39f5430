namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// A rate of a network link, in bits. Network units are decimal: a 100 Mbit/s link carries 12.5 MB/s, not 13.1, which is what
/// dividing 100 * 1024^2 by 8 gives (4.9 % too much, the error that this corrects).
/// </summary>
public readonly record struct BitRate
{
    private BitRate(double bitsPerSecond) => BitsPerSecond = bitsPerSecond;

    /// <summary>Bits per second.</summary>
    public double BitsPerSecond { get; }

    /// <summary>A rate in bits per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bitsPerSecond"/> is not finite and more than zero.</exception>
    public static BitRate FromBitsPerSecond(double bitsPerSecond) => new(Checked.Positive(bitsPerSecond));

    /// <summary>A rate in 10^6 bits per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="megabitsPerSecond"/> is not finite and more than zero.</exception>
    public static BitRate FromMegabitsPerSecond(double megabitsPerSecond) =>
        new(Checked.Positive(megabitsPerSecond * 1e6, nameof(megabitsPerSecond)));

    /// <summary>A rate in 10^9 bits per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gigabitsPerSecond"/> is not finite and more than zero.</exception>
    public static BitRate FromGigabitsPerSecond(double gigabitsPerSecond) =>
        new(Checked.Positive(gigabitsPerSecond * 1e9, nameof(gigabitsPerSecond)));

    /// <summary>The same rate in bytes of eight bits.</summary>
    public ByteRate ToByteRate() => ByteRate.FromBytesPerSecond(BitsPerSecond / 8);

    /// <summary>The rate in Mbit/s.</summary>
    public override string ToString() => FormattableString.Invariant($"{BitsPerSecond / 1e6:G6} Mbit/s");
}

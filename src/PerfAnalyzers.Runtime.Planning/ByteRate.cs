namespace PerfAnalyzers.Runtime.Planning;

/// <summary>A rate of a disk or of memory, in bytes; decimal and binary units have names of their own, as in
/// <see cref="ByteSize"/>.</summary>
public readonly record struct ByteRate
{
    private ByteRate(double bytesPerSecond) => BytesPerSecond = bytesPerSecond;

    /// <summary>Bytes per second.</summary>
    public double BytesPerSecond { get; }

    /// <summary>A rate in bytes per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytesPerSecond"/> is not finite and more than zero.</exception>
    public static ByteRate FromBytesPerSecond(double bytesPerSecond) => new(Checked.Positive(bytesPerSecond));

    /// <summary>A rate in 10^6 bytes per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="megabytesPerSecond"/> is not finite and more than zero.</exception>
    public static ByteRate FromMegabytesPerSecond(double megabytesPerSecond) =>
        new(Checked.Positive(megabytesPerSecond * 1e6, nameof(megabytesPerSecond)));

    /// <summary>A rate in 10^9 bytes per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gigabytesPerSecond"/> is not finite and more than zero.</exception>
    public static ByteRate FromGigabytesPerSecond(double gigabytesPerSecond) =>
        new(Checked.Positive(gigabytesPerSecond * 1e9, nameof(gigabytesPerSecond)));

    /// <summary>A rate in 2^20 bytes per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mebibytesPerSecond"/> is not finite and more than zero.</exception>
    public static ByteRate FromMebibytesPerSecond(double mebibytesPerSecond) =>
        new(Checked.Positive(mebibytesPerSecond * (1 << 20), nameof(mebibytesPerSecond)));

    /// <summary>A rate in 2^30 bytes per second.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gibibytesPerSecond"/> is not finite and more than zero.</exception>
    public static ByteRate FromGibibytesPerSecond(double gibibytesPerSecond) =>
        new(Checked.Positive(gibibytesPerSecond * (1L << 30), nameof(gibibytesPerSecond)));

    /// <summary>Seconds that an amount of data takes at this rate.</summary>
    public double SecondsFor(ByteSize amount) => amount.Bytes / BytesPerSecond;

    /// <summary>The rate in MB/s.</summary>
    public override string ToString() => FormattableString.Invariant($"{BytesPerSecond / 1e6:G6} MB/s");
}

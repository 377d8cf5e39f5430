namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// An amount of data. Decimal units (kB, MB, GB: powers of 1000) and binary units (KiB, MiB, GiB: powers of 1024) have names of
/// their own, as in IEC 80000-13, since taking one for the other, as the model that this corrects did for memory, is wrong by
/// 7.4 % at giga.
/// </summary>
public readonly record struct ByteSize : IComparable<ByteSize>
{
    private ByteSize(double bytes) => Bytes = bytes;

    /// <summary>Bytes; not a whole number where it is a mean.</summary>
    public double Bytes { get; }

    /// <summary>Gigabytes of 10^9 bytes.</summary>
    public double Gigabytes => Bytes / 1e9;

    /// <summary>Gibibytes of 2^30 bytes.</summary>
    public double Gibibytes => Bytes / (1L << 30);

    /// <summary>An amount in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromBytes(double bytes) => new(Checked.NotNegative(bytes));

    /// <summary>An amount in 10^3 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kilobytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromKilobytes(double kilobytes) => new(Checked.NotNegative(kilobytes * 1e3, nameof(kilobytes)));

    /// <summary>An amount in 10^6 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="megabytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromMegabytes(double megabytes) => new(Checked.NotNegative(megabytes * 1e6, nameof(megabytes)));

    /// <summary>An amount in 10^9 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gigabytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromGigabytes(double gigabytes) => new(Checked.NotNegative(gigabytes * 1e9, nameof(gigabytes)));

    /// <summary>An amount in 2^10 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kibibytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromKibibytes(double kibibytes) => new(Checked.NotNegative(kibibytes * (1 << 10), nameof(kibibytes)));

    /// <summary>An amount in 2^20 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mebibytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromMebibytes(double mebibytes) => new(Checked.NotNegative(mebibytes * (1 << 20), nameof(mebibytes)));

    /// <summary>An amount in 2^30 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gibibytes"/> is not finite and zero or more.</exception>
    public static ByteSize FromGibibytes(double gibibytes) => new(Checked.NotNegative(gibibytes * (1L << 30), nameof(gibibytes)));

    /// <summary>Whether the first amount is less.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Whether the first amount is more.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Whether the first amount is less or equal.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Whether the first amount is more or equal.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The amount in bytes, kB, MB or GB (decimal).</summary>
    public override string ToString() => Bytes switch
    {
        >= 1e9 => FormattableString.Invariant($"{Bytes / 1e9:G4} GB"),
        >= 1e6 => FormattableString.Invariant($"{Bytes / 1e6:G4} MB"),
        >= 1e3 => FormattableString.Invariant($"{Bytes / 1e3:G4} kB"),
        _ => FormattableString.Invariant($"{Bytes:G4} bytes"),
    };
}

using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>Payloads compressed before a link. The times are CPU times of one core.</summary>
public sealed class CompressionCandidate : OptimizationCandidate
{
    private readonly ByteSize _payload;
    private readonly double _shareLeft;
    private readonly double _cpuSeconds;
    private readonly double _compressSeconds;
    private readonly BitRate _link;
    private readonly int _cores;

    /// <summary>Compression of payloads.</summary>
    /// <param name="payload">Size of a payload; more than zero.</param>
    /// <param name="shareLeft">Compressed size over size, 0 to 1: 0.25 for Brotli, fastest, on JSON.</param>
    /// <param name="compressTime">Time to compress one; more than zero.</param>
    /// <param name="decompressTime">Time to decompress one; zero or more.</param>
    /// <param name="link">The rate of the link that one payload meets.</param>
    /// <param name="cores">Cores that may compress; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public CompressionCandidate(ByteSize payload, double shareLeft, TimeSpan compressTime, TimeSpan decompressTime, BitRate link, int cores)
        : base(Optimization.Compression)
    {
        Checked.Positive(payload.Bytes, nameof(payload));
        _payload = payload;
        _shareLeft = Checked.Share(Checked.Positive(shareLeft), nameof(shareLeft));
        _compressSeconds = Checked.Positive(compressTime).TotalSeconds;
        _cpuSeconds = _compressSeconds + Checked.NotNegative(decompressTime).TotalSeconds;
        Checked.Positive(link.BitsPerSecond, nameof(link));
        _link = link;
        _cores = Checked.AtLeastOne(cores);
    }

    /// <summary>
    /// The rate of a link above which compression lengthens the way: bits saved / (time to compress and decompress).
    /// <see langword="null"/> when nothing is saved, so that it does at any rate.
    /// </summary>
    public BitRate? FlipRate => _payload.Bytes * 8 * (1 - _shareLeft) / _cpuSeconds is > 0 and var rate
        ? BitRate.FromBitsPerSecond(Math.Min(rate, double.MaxValue))
        : null;

    /// <summary>Payloads per second that the link and the cores carry.</summary>
    public double CompressedPerSecond => Math.Min(UncompressedPerSecond / _shareLeft, _cores / _compressSeconds);

    /// <summary>Payloads per second that the link carries as they are.</summary>
    public double UncompressedPerSecond => _link.BitsPerSecond / (_payload.Bytes * 8);

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(1 / UncompressedPerSecond, (_shareLeft / UncompressedPerSecond) + _cpuSeconds),
        CompressedPerSecond / UncompressedPerSecond,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Leaves {_shareLeft:P0} of {_payload}; shortens the way over links of up to {FlipRate?.ToString() ?? "no rate"}, "
            + $"and this one has {_link}. A core compresses {1 / _compressSeconds:#,0.#} per second."));
}

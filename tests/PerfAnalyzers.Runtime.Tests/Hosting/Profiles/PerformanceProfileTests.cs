using System.IO.Compression;
using PerfAnalyzers.Runtime.Hosting.Profiles;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Profiles;

public sealed class PerformanceProfileTests
{
    [Fact]
    public void ThePresetsAreValidAndOrdered()
    {
        Assert.All(PerformanceProfile.Presets, preset => preset.Validate());
        Assert.Equal(["Latency", "Balanced", "Throughput"], PerformanceProfile.Presets.Select(preset => preset.Name));
        Increasing(preset => preset.MaxBatchSize);
        Increasing(preset => preset.MaxBatchDelay.Ticks);
        Increasing(preset => preset.MaxConcurrency);
        Increasing(preset => preset.QueueLimit);

        static void Increasing(Func<PerformanceProfile, long> setting)
        {
            var values = PerformanceProfile.Presets.Select(setting).ToArray();
            Assert.Equal(values.Order().Distinct(), values);
        }
    }

    [Fact]
    public void EverySettingIsChecked()
    {
        var profile = PerformanceProfile.Balanced;
        Invalid("Name", profile with { Name = " " });
        Invalid("MaxBatchSize", profile with { MaxBatchSize = 0 });
        Invalid("MaxBatchDelay", profile with { MaxBatchDelay = TimeSpan.FromTicks(-1) });
        Invalid("MaxBatchDelay", profile with { MaxBatchDelay = TimeSpan.MaxValue });
        Invalid("MaxConcurrency", profile with { MaxConcurrency = 0 });
        Invalid("QueueLimit", profile with { QueueLimit = 49 });
        Invalid("CacheLifetime", profile with { CacheLifetime = TimeSpan.FromTicks(-1) });
        Invalid("PoolSize", profile with { PoolSize = 0 });
        Invalid("Compression", profile with { Compression = (CompressionLevel)4 });

        static void Invalid(string property, PerformanceProfile profile)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(profile.Validate);
            Assert.Equal(property, exception.ParamName);
            Assert.StartsWith($"{property} must be ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CallsAreLimitedByThePoolToo() =>
        Assert.Equal(5, (PerformanceProfile.Balanced with { PoolSize = 5 }).EffectiveConcurrency);

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void CompressedPayloadsDecompress(CompressionLevel level)
    {
        var payload = Enumerable.Range(0, 10_000).Select(i => (byte)(i % 50)).ToArray();

        var compressed = BrotliPayload.Compress(payload, level);

        Assert.InRange(compressed.Length, 1, payload.Length / 10);
        using var stream = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var read = new MemoryStream();
        stream.CopyTo(read);
        Assert.Equal(payload, read.ToArray());
    }

    [Fact]
    public void NoCompressionLeavesThePayload()
    {
        var payload = new byte[] { 1 };

        Assert.Same(payload, BrotliPayload.Compress(payload, CompressionLevel.NoCompression));
        Assert.NotEmpty(BrotliPayload.Compress([], CompressionLevel.Fastest));
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => BrotliPayload.Compress(payload, (CompressionLevel)9)).ParamName);
        Assert.Equal("payload", Assert.Throws<ArgumentNullException>(() => BrotliPayload.Compress(null!, CompressionLevel.Fastest)).ParamName);
    }
}

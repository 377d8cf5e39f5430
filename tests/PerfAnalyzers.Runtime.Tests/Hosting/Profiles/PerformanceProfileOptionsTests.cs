using System.IO.Compression;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Hosting.Profiles;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Profiles;

public sealed class PerformanceProfileOptionsTests
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Performance:Profile"] = "throughput", ["Performance:MaxBatchSize"] = "500" })
        .Build();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ASectionIsAPresetAndWhatDiffers()
    {
        _configuration["Performance:MaxBatchDelay"] = "00:00:00.005";
        _configuration["Performance:Compression"] = "optimal";
        _configuration["Performance:CacheLifetime"] = "1.00:00:00";
        _configuration["Performance:Name"] = "Import";
        using var services = Services();

        var profile = services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>().CurrentValue;

        var expected = PerformanceProfile.Throughput with
        {
            Name = "Import",
            MaxBatchSize = 500,
            MaxBatchDelay = TimeSpan.FromMilliseconds(5),
            Compression = CompressionLevel.Optimal,
            CacheLifetime = TimeSpan.FromDays(1),
        };
        Assert.Equal(expected, profile);
        Assert.Equal(expected, services.GetRequiredService<IOptions<PerformanceProfile>>().Value);
        using var scope = services.CreateScope();
        Assert.Equal(expected, scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<PerformanceProfile>>().Value);
    }

    [Theory]
    [InlineData("MaxBatchSize", "many", "Performance:MaxBatchSize is 'many', which is not a whole number.")]
    [InlineData("MaxBatchDelay", "5", "Performance:MaxBatchDelay is '5', which is not a duration like 00:00:00.005.")]
    [InlineData("Compression", "7", "Performance:Compression is '7'; it must be Optimal or Fastest or NoCompression or SmallestSize.")]
    [InlineData("Profile", "fast", "Performance:Profile is 'fast'; it must be Latency or Balanced or Throughput.")]
    [InlineData("Profile", null, "Performance:Profile is missing; it must be Latency or Balanced or Throughput.")]
    [InlineData("PoolSize", "0", "PoolSize must be 1 or more.")]
    [InlineData("MaxBatch", "1", "Performance:MaxBatch is not a setting; there are Profile, Name,")]
    public void AnInvalidSectionStopsTheStart(string key, string? value, string reason)
    {
        _configuration["Performance:" + key] = value;
        using var services = Services();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingSectionStopsTheStart()
    {
        using var services = new ServiceCollection().AddPerformanceProfile(_configuration.GetSection("None")).BuildServiceProvider();

        Assert.Contains("None:Profile is missing", Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<PerformanceProfile>>().Value).Message);
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>().Get("other"));
    }

    [Fact]
    public async Task APipelineFollowsTheSection()
    {
        using var services = Services();
        var monitor = services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>();
        await using var pipeline = PerformancePipeline.Around<int, int>((request, _) => new ValueTask<int>(request), PerformanceProfile.Latency);

        using (pipeline.Follow(monitor))
        {
            Assert.Equal(500, pipeline.Profile.MaxBatchSize);
            Change("MaxBatchSize", "700");
            Assert.Equal(700, pipeline.Profile.MaxBatchSize);
        }

        Change("MaxBatchSize", "800");
        Assert.Equal(700, pipeline.Profile.MaxBatchSize);
    }

    [Fact]
    public async Task AnInvalidChangeIsLoggedAndIgnored()
    {
        var log = new LogLines();
        using var services = Services(log);
        await using var pipeline = PerformancePipeline.Around<int, int>((request, _) => new ValueTask<int>(request), PerformanceProfile.Latency);
        using var following = pipeline.Follow(services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>());

        Change("MaxBatchSize", "0");

        Assert.Equal(500, pipeline.Profile.MaxBatchSize);
        Assert.StartsWith(
            "Error The changed section Performance is ignored and the profile Throughput stays in force: MaxBatchSize must be 1 or more.",
            Assert.Single(log.Lines),
            StringComparison.Ordinal);
        Change("MaxBatchSize", "3");
        Assert.Equal(3, pipeline.Profile.MaxBatchSize);
    }

    [Fact]
    public async Task ProfilesHaveNames()
    {
        _configuration["Import:Profile"] = "Throughput";
        _configuration["Web:Profile"] = "Latency";
        using var services = new ServiceCollection()
            .AddPerformanceProfile(_configuration.GetSection("Import"), "import")
            .AddPerformanceProfile(_configuration.GetSection("Web"), "web")
            .BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>();
        await using var pipeline = PerformancePipeline.Around<int, int>((request, _) => new ValueTask<int>(request), PerformanceProfile.Balanced);
        using var following = pipeline.Follow(monitor, "web");

        Assert.Equal(PerformanceProfile.Throughput, monitor.Get("import"));
        _configuration["Import:MaxBatchSize"] = "7";
        _configuration.Reload();
        Assert.Equal(PerformanceProfile.Latency, pipeline.Profile);
        Assert.Equal(7, monitor.Get("import").MaxBatchSize);
    }

    [Fact]
    public async Task AChangeAfterTheEndOfAPipelineIsNoError()
    {
        using var services = Services();
        var pipeline = PerformancePipeline.Around<int, int>((request, _) => new ValueTask<int>(request), PerformanceProfile.Latency);
        using var following = pipeline.Follow(services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>());
        await pipeline.DisposeAsync();

        Change("MaxBatchSize", "9");
    }

    [Fact]
    public async Task AHybridCacheServesAPipeline()
    {
        var calls = 0;
        var services = new ServiceCollection();
        services.AddHybridCache();
        await using var provider = services.BuildServiceProvider();
        await using var pipeline = PerformancePipeline.Around<int, string>(
            (request, _) => new ValueTask<string>($"{request} {++calls}"),
            PerformanceProfile.Balanced,
            new() { Cache = provider.GetRequiredService<HybridCache>().ForPipeline<int, string>(request => $"number:{request}") });

        Assert.Equal("1 1", await pipeline.ProcessAsync(1, Token));
        Assert.Equal("1 1", await pipeline.ProcessAsync(1, Token));
        Assert.Equal("2 2", await pipeline.ProcessAsync(2, Token));
        Assert.Equal((1, 2), (pipeline.GetSnapshot().Cache.Hits.Count, pipeline.GetSnapshot().Cache.Misses.Count));
    }

    private void Change(string key, string value)
    {
        _configuration["Performance:" + key] = value;
        _configuration.Reload();
    }

    private ServiceProvider Services(LogLines? log = null)
    {
        var services = new ServiceCollection();
        if (log is not null)
            services.AddLogging(logging => logging.AddProvider(log));
        return services.AddPerformanceProfile(_configuration.GetSection("Performance")).BuildServiceProvider();
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>Monitoring in a real host, under a clock that is moved by hand.</summary>
public sealed class PerfMonitoringTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly Clock _clock = new();
    private readonly Written _log = new();
    private readonly Sink _sink = new();

    [Fact]
    public async Task TheHostSamplesAndPassesAlertsToLogAndSinks()
    {
        using var host = Build(services => services
            .AddPerfMonitoring(options => options.Rules.Add(Slow(AlertSeverity.Critical)))
            .AddLatencySeries("checkout"));
        await host.StartAsync(Token);
        var recorder = host.Services.GetRequiredKeyedService<LatencyRecorder>("checkout");

        for (var request = 0; request < 200; request++)
            recorder.Record(TimeSpan.FromMilliseconds(500), LatencyOutcome.Success);
        await TickAsync(host);

        var transition = await _sink.NextAsync();
        Assert.Equal(("slow checkout", AlertState.Firing), (transition.Rule.Name, transition.To));
        await host.StopAsync(Token);
        var entry = _log.Entries.Single(entry => entry.Id.Name == "AlertChanged");
        Assert.Equal((LogLevel.Error, 1), (entry.Level, entry.Id.Id));
        Assert.Equal("slow checkout: InsufficientData -> Firing, p99 of checkout 498.6 against 100 (unit 'ms', 200 samples)", entry.Message);
        Assert.Equal(200, host.Services.GetRequiredService<PerformanceMonitor>().GetSnapshot().Series.Single().Windows.Sum(window => window.Count));
        Assert.Equal((1, 0), (host.Services.GetRequiredService<AlertDispatcher>().Sent, host.Services.GetRequiredService<AlertDispatcher>().Failed));
    }

    [Fact]
    public async Task ARuleWhoseSeriesNeverAppearsIsToldOfOnce()
    {
        using var host = Build(services => services
            .AddPerfMonitoring(options => options.Rules.Add(Slow(AlertSeverity.Critical)))
            .AddLatencySeries("chekout"));
        await host.StartAsync(Token);

        await TickAsync(host, TimeSpan.FromMinutes(4));
        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Name == "SeriesMissing");
        for (var minute = 0; minute < 4; minute++)
            await TickAsync(host, TimeSpan.FromMinutes(1));
        await host.StopAsync(Token);

        var entry = Assert.Single(_log.Entries, entry => entry.Id.Name == "SeriesMissing");
        Assert.Equal((LogLevel.Warning, "slow checkout cannot fire: there is no series 'checkout'. Existing names most like it: chekout"), (entry.Level, entry.Message));
    }

    [Fact]
    public async Task AlertsOfAnotherDriverAreDeliveredAndTheLastBeforeTheHostStops()
    {
        using var host = Build(services => services
            .AddPerfMonitoring(options =>
            {
                options.Interval = TimeSpan.FromHours(1);
                options.Rules.Add(Slow(AlertSeverity.Warning));
            })
            .AddLatencySeries("checkout"));
        await host.StartAsync(Token);
        await TickAsync(host, TimeSpan.FromHours(1));
        var recorder = host.Services.GetRequiredKeyedService<LatencyRecorder>("checkout");
        for (var request = 0; request < 200; request++)
            recorder.Record(TimeSpan.FromMilliseconds(500), LatencyOutcome.Success);
        _clock.Advance(TimeSpan.FromSeconds(1));
        host.Services.GetRequiredService<PerformanceMonitor>().Sample();
        await host.StopAsync(Token);

        Assert.Equal(AlertState.Firing, (await _sink.NextAsync()).To);
        Assert.Equal(LogLevel.Warning, _log.Entries.Single(entry => entry.Id.Name == "AlertChanged").Level);

        // The host has stopped: nobody listens any more.
        _clock.Advance(TimeSpan.FromHours(1));
        host.Services.GetRequiredService<PerformanceMonitor>().Sample();
        Assert.Single(_log.Entries, entry => entry.Id.Name == "AlertChanged");
    }

    [Fact]
    public async Task ASinkThatThrowsIsLoggedAndStopsNothing()
    {
        _sink.Fails = true;
        using var host = Build(services => services
            .AddPerfMonitoring(options => options.Rules.Add(Slow(AlertSeverity.Warning)))
            .AddLatencySeries("checkout"));
        await host.StartAsync(Token);
        for (var request = 0; request < 200; request++)
            host.Services.GetRequiredKeyedService<LatencyRecorder>("checkout").Record(TimeSpan.FromMilliseconds(500), LatencyOutcome.Success);
        await TickAsync(host);
        await _sink.NextAsync();
        await TickAsync(host);
        await host.StopAsync(Token);

        var entry = _log.Entries.Single(entry => entry.Id.Name == "DeliveryFailed");
        Assert.Equal((LogLevel.Error, "Sink did not take alert slow checkout"), (entry.Level, entry.Message));
        Assert.Equal(1, host.Services.GetRequiredService<AlertDispatcher>().Failed);
        Assert.True(host.Services.GetRequiredService<PerformanceMonitor>().GetSnapshot().Process.Count >= 2);
    }

    [Fact]
    public async Task RecommendationsAreLoggedOnceWhileTheyHold()
    {
        using var host = Build(services => services
            .AddPerfMonitoring(options => options.RecommendationInterval = TimeSpan.FromSeconds(30))
            .AddLatencySeries("checkout"));
        await host.StartAsync(Token);
        for (var tick = 0; tick < 40; tick++)
        {
            for (var request = 0; request < 100; request++)
                host.Services.GetRequiredKeyedService<LatencyRecorder>("checkout").Record(TimeSpan.FromMilliseconds(5), request < 10 ? LatencyOutcome.Failure : LatencyOutcome.Success);
            await TickAsync(host);
        }

        await host.StopAsync(Token);

        var entry = Assert.Single(_log.Entries, entry => entry.Id.Name == "Recommendation" && entry.Message.StartsWith("Errors", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Contains("checkout:", entry.Message, StringComparison.Ordinal);
        Assert.Contains("(10.0 %)", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsAreCheckedOnStart()
    {
        using var host = Build(services => services.AddPerfMonitoring(options =>
        {
            options.Interval = TimeSpan.Zero;
            options.SinkTimeout = TimeSpan.Zero;
            options.HistoryLength = 0;
            options.RecommendationInterval = TimeSpan.FromSeconds(-1);
            options.Rules.Add(new ErrorRateAlertRule { Name = "errors", Series = "s", Threshold = 7 });
        }));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal(5, refusal.Failures.Count());
        Assert.All(["Interval", "SinkTimeout", "HistoryLength", "RecommendationInterval", "'errors'"], name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void OptionsMayComeFromConfiguration()
    {
        using var host = Build(services =>
        {
            services.AddPerfMonitoring(options => options.Rules.Add(Slow(AlertSeverity.Warning)));
            services.AddOptions<PerfMonitoringOptions>().BindConfiguration("Perf");
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Perf:Interval", "00:00:30"), new("Perf:HistoryLength", "7")]).Build());
        });

        var options = host.Services.GetRequiredService<IOptions<PerfMonitoringOptions>>().Value;

        Assert.Equal((TimeSpan.FromSeconds(30), 7, 1), (options.Interval, options.HistoryLength, options.Rules.Count));
    }

    [Fact]
    public void SeriesAreAddedOnceHoweverOftenTheyAreAskedFor()
    {
        using var host = Build(services => services
            .AddPerfMonitoring().AddPerfMonitoring()
            .AddLatencySeries("checkout").AddLatencySeries("checkout")
            .AddThroughputSeries("events").AddThroughputSeries("events"));

        Assert.Equal(["checkout", "events"], host.Services.GetRequiredService<PerformanceMonitor>().GetSnapshot().Series.Select(series => series.Name));
        Assert.Single(host.Services.GetServices<IHostedService>(), service => service.GetType().Name.Contains("Monitoring", StringComparison.Ordinal));
        Assert.Same(host.Services.GetRequiredKeyedService<ThroughputMeter>("events"), host.Services.GetRequiredKeyedService<ThroughputMeter>("events"));
    }

    [Fact]
    public void HostileInputIsNamed()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddPerfMonitoring());
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddLatencySeries("a"));
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddThroughputSeries("a"));
        Assert.Throws<ArgumentException>("name", () => services.AddLatencySeries(" "));
        Assert.Empty(services);
        services.AddLatencySeries("a");
        Assert.Contains("LatencyRecorder", Assert.Throws<ArgumentException>("name", () => services.AddThroughputSeries("a")).Message, StringComparison.Ordinal);
    }

    private static PercentileAlertRule Slow(AlertSeverity severity) => new()
    {
        Name = "slow checkout",
        Series = "checkout",
        Threshold = TimeSpan.FromMilliseconds(100),
        Severity = severity,
    };

    private IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IAlertSink>(_sink);

        // The clock is moved while sinks are called.
        builder.Services.Configure<PerfMonitoringOptions>(options => options.SinkTimeout = TimeSpan.FromMinutes(10));
        configure(builder.Services);
        return builder.Build();
    }

    // One interval and one sample: the timer begins on a thread of the pool, and the sample is taken on another.
    private async Task TickAsync(IHost host, TimeSpan? interval = null)
    {
        var monitor = host.Services.GetRequiredService<PerformanceMonitor>();
        await _clock.HasTimer;
        var windows = monitor.GetSnapshot().Process.Count;
        _clock.Advance(interval ?? TimeSpan.FromSeconds(10));
        while (monitor.GetSnapshot().Process.Count == windows)
            await Task.Yield();
    }

    private sealed class Clock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _hasTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HasTimer => _hasTimer.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _hasTimer.TrySetResult();
            return timer;
        }
    }

    private sealed class Sink : IAlertSink
    {
        private readonly ConcurrentQueue<AlertTransition> _taken = new();
        private readonly SemaphoreSlim _calls = new(0);

        public bool Fails { get; set; }

        public ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken)
        {
            _taken.Enqueue(transition);
            _calls.Release();
            return Fails ? throw new InvalidOperationException() : default;
        }

        public async Task<AlertTransition> NextAsync()
        {
            await _calls.WaitAsync(Token);
            return _taken.TryDequeue(out var transition) ? transition : throw new InvalidOperationException();
        }
    }

    private sealed class Written : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, EventId Id, string Message)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((logLevel, eventId, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}

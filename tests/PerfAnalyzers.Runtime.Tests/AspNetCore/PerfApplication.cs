using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.AspNetCore;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

/// <summary>An application with measured requests on a port of the loopback interface, sampled when the test says so.</summary>
internal sealed class PerfApplication : IAsyncDisposable
{
    private readonly WebApplication _application;
    private long _requests;

    private PerfApplication(WebApplication application) => _application = application;

    public FakeTimeProvider Clock { get; private init; } = null!;

    public HttpClient Client { get; } = new();

    public PerfMetrics Metrics => _application.Services.GetRequiredService<PerfMetrics>();

    public PerformanceMonitor Monitor => _application.Services.GetRequiredService<PerformanceMonitor>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PerfApplication> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? configure = null, Action<PerfMetricsOptions>? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddPerfMetrics(options);

        // Longer than any test's time, so that only the test samples.
        builder.Services.AddPerfMonitoring(static monitoring => monitoring.Interval = TimeSpan.FromHours(1));
        configure?.Invoke(builder.Services);
        var application = builder.Build();
        map(application);
        await application.StartAsync(Token);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var started = new PerfApplication(application) { Clock = clock };
        started.Client.BaseAddress = new Uri(addresses.Single());
        return started;
    }

    /// <summary>Sends requests one after another, and waits until the server has measured them.</summary>
    public async Task SendAsync(string method, string path, int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            (await Client.SendAsync(request, Token)).Dispose();
        }

        // The server measures when it has answered, which a client may see first.
        _requests += count;
        while (Metrics.GetSeries().Sum(series => series.Histogram.GetSnapshot().Count) < _requests)
        {
            await Task.Delay(1, Token);
        }
    }

    public SeriesHistory Sample(string series, double seconds = 1)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Monitor.Sample();
        return Monitor.GetSnapshot().Series.Single(one => one.Name == series);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}

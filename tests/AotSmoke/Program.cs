using AotSmoke;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Hosting.Caching;
using PerfAnalyzers.Runtime.Hosting.Profiles;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Planning;
using PerfAnalyzers.Runtime.Profiles;
using PerfAnalyzers.Runtime.Throughput;

// Compiled to machine code by CI: what works here works trimmed and without a just-in-time compiler.
var failures = 0;

void Check(bool holds, string what)
{
    Console.WriteLine($"{(holds ? "ok  " : "FAIL")} {what}");
    failures += holds ? 0 : 1;
}

var histogram = new LatencyHistogram();
for (var i = 1; i <= 1000; i++)
    histogram.Record(TimeSpan.FromMilliseconds(i));
var median = histogram.GetSnapshot().Median!.Value;
Check(Math.Abs(median.TotalMilliseconds - 500) <= 500 * 0.0028, $"median {median.TotalMilliseconds} ms");

var recorder = new LatencyRecorder();
await recorder.MeasureAsync(token => Task.Delay(1, token), CancellationToken.None);
Check(recorder.GetSnapshot().Succeeded.Count == 1, "a measured call");

var meter = new ThroughputMeter();
meter.Mark(5);
Check(meter.Sample().Total == 5, "a throughput meter");

await using (var batches = new BatchProcessor<int, string>(
    (items, _) => ValueTask.FromResult<IReadOnlyList<string>>(items.Select(item => $"{item}").ToArray())))
{
    var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => batches.AddAsync(i, CancellationToken.None).AsTask()));
    Check(answers.SequenceEqual(Enumerable.Range(0, 100).Select(i => $"{i}")), "a batch processor");
}

var capacity = new CapacityModel([ResourceDemand.Cpu(8, Frequency.FromGigahertz(3), 2, 1e6)]);
Check(Math.Abs(capacity.MaxThroughputPerSecond - 48_000) < 1e-6, "48,000 requests per second");
Check(Math.Abs(new MultiServerQueue(10, 9, TimeSpan.FromSeconds(1)).ProbabilityOfWaiting - 0.66873) < 1e-5, "Erlang C");

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Performance:Profile"] = "Throughput",
    ["Performance:MaxBatchDelay"] = "00:00:00",
    ["Performance:Compression"] = "Fastest",
});
builder.Services.AddPerformanceProfile(builder.Configuration.GetSection("Performance"));
using var host = builder.Build();
await host.StartAsync();
var cacheMeter = new CacheMeter();
var cache = new DictionaryCache();
for (var i = 0; i < 2; i++)
    await cache.WithMeter(cacheMeter).GetOrCreateAsync("key", _ => ValueTask.FromResult("value"));
Check(cacheMeter.GetSnapshot().HitRatio == 0.5, "a metered HybridCache");

await using var pipeline = PerformancePipeline.AroundBatches<int, string>(
    (requests, _) => ValueTask.FromResult<IReadOnlyList<string>>(requests.Select(request => $"<{request}>").ToArray()),
    PerformanceProfile.Latency,
    new() { Cache = cache.ForPipeline<int, string>(request => $"request:{request}") });
using var following = pipeline.Follow(host.Services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>());
Check(pipeline.Profile.Name == "Throughput", "a profile from configuration");
Check(await pipeline.ProcessAsync(7, CancellationToken.None) == "<7>", "a pipeline");
await host.StopAsync();

Console.WriteLine(failures == 0 ? "All of it works." : $"{failures} checks failed.");
return failures == 0 ? 0 : 1;

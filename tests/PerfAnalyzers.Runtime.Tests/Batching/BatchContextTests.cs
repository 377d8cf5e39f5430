using System.Diagnostics;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>What flows with a request, and where batches take it.</summary>
public sealed class BatchContextTests
{
    private static readonly AsyncLocal<string?> Tenant = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALoaderLoadsInTheContextInWhichItWasMade()
    {
        Tenant.Value = "blue";
        using var request = new Activity("request").Start();
        string? seen = null;
        Activity? span = null;
        var loader = new KeyedBatchLoader<int, string>((keys, _) =>
        {
            seen = Tenant.Value;
            span = Activity.Current;
            Tenant.Value = "changed by the load";
            return new(keys.ToDictionary(key => key, key => $"{key}"));
        });

        Tenant.Value = "red";
        await loader.LoadAsync(1, Token);

        Assert.Equal("blue", seen);
        Assert.Same(request, span);
        Assert.Equal("red", Tenant.Value);
    }

    [Fact]
    public async Task ABatchHasASpanWithLinksToThoseOfItsItems()
    {
        var sources = new[] { "PerfAnalyzers.Runtime.Batching", "Tests.Requests" };
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => { lock (ended) ended.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);
        using var requests = new ActivitySource("Tests.Requests");
        var handled = new TaskCompletionSource<Activity?>();
        await using var results = new BatchProcessor<int, int>(async (items, token) =>
        {
            await Task.Yield();
            handled.TrySetResult(Activity.Current);
            return [.. items];
        });

        using var request = requests.StartActivity("request")!;
        await results.AddAsync(1, Token);

        var batch = await handled.Task;
        Assert.NotNull(batch);
        Assert.Null(batch.Parent);
        Assert.Equal(default, batch.ParentSpanId);
        Assert.Equal(request.Context, Assert.Single(batch.Links).Context);
        Assert.Equal(1, batch.GetTagItem("batch.size"));
        Assert.Same(request, Activity.Current);

        var stored = new TaskCompletionSource<Activity?>();
        await using (var events = new BatchProcessor<int>((_, _) => { stored.TrySetResult(Activity.Current); return default; }, (_, _) => { }))
        {
            await events.AddAsync(1, Token);
        }

        Assert.Equal(request.Context, Assert.Single((await stored.Task)!.Links).Context);
    }

    // A caller that gave up does not look at what became of its key, and the finalizer must not find that nobody did.
    [Fact]
    public async Task AFailureAfterACancelledLoadIsNotUnobserved()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved += args.Exception.ToString().Contains("of the load", StringComparison.Ordinal) ? 1 : 0;
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await CancelAndFail();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }
    }

    private static async Task CancelAndFail()
    {
        var failing = new TaskCompletionSource<IReadOnlyDictionary<int, string>>();
        var began = new TaskCompletionSource();
        var loader = new KeyedBatchLoader<int, string>((_, _) => { began.SetResult(); return new(failing.Task); });
        using var cancellation = new CancellationTokenSource();
        var loading = loader.LoadAsync(1, cancellation.Token);
        await began.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        failing.SetException(new TimeoutException("of the load"));
        while (loader.GetStatistics().FailedBatches == 0)
        {
            await Task.Yield();
        }
    }
}

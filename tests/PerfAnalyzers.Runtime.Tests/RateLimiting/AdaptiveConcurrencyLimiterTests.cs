using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.RateLimiting;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

public sealed class AdaptiveConcurrencyLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AsManyLeasesAsTheLimitAreOutAtATime()
    {
        var limiter = Limiter(new() { InitialLimit = 3 });

        var leases = Enumerable.Range(0, 4).Select(_ => limiter.AttemptAcquire()).ToList();
        Assert.Equal([true, true, true, false], leases.Select(lease => lease.IsAcquired));
        Assert.True(leases[3].TryGetMetadata(MetadataName.ReasonPhrase, out var reason));
        Assert.Equal("The concurrency limit is reached.", reason);
        Assert.Equal([MetadataName.ReasonPhrase.Name], leases[3].MetadataNames);
        Assert.Empty(leases[0].MetadataNames);

        leases[0].Dispose();
        leases[0].Dispose();
        leases[3].Dispose();
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        var statistics = limiter.GetStatistics()!;
        Assert.Equal((0, 0, 4, 2), (statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount, statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases));
    }

    [Fact]
    public void SeveralPermitsCountAsMany()
    {
        var limiter = Limiter(new() { InitialLimit = 4 });

        using var three = limiter.AttemptAcquire(3);
        Assert.True(three.IsAcquired);
        Assert.False(limiter.AttemptAcquire(2).IsAcquired);
        Assert.True(limiter.AttemptAcquire(0).IsAcquired);
        Assert.True(limiter.AttemptAcquire(1).IsAcquired);
        Assert.False(limiter.AttemptAcquire(0).IsAcquired);
    }

    [Fact]
    public void MoreThanTheLimitGoesAlone()
    {
        var limiter = Limiter(new() { InitialLimit = 4, MaxLimit = 10 });

        using (var all = limiter.AttemptAcquire(10))
        {
            Assert.True(all.IsAcquired);
            Assert.False(limiter.AttemptAcquire().IsAcquired);
        }

        using var one = limiter.AttemptAcquire();
        Assert.False(limiter.AttemptAcquire(10).IsAcquired);
        Assert.Throws<ArgumentOutOfRangeException>("permitCount", () => limiter.AttemptAcquire(11));
        Assert.Throws<ArgumentOutOfRangeException>("permitCount", () => { limiter.AcquireAsync(11, Token); });
        Assert.Throws<ArgumentOutOfRangeException>("permitCount", () => limiter.AttemptAcquire(-1));
    }

    [Fact]
    public async Task TheOldestGoesFirstAndAFullQueueRefusesTheNewest()
    {
        var limiter = Limiter(new() { InitialLimit = 2, QueueLimit = 2 });
        var held = new[] { limiter.AttemptAcquire(), limiter.AttemptAcquire() };

        var waiting = Enumerable.Range(0, 3).Select(_ => limiter.AcquireAsync(1, Token).AsTask()).ToList();
        Assert.False((await waiting[2]).IsAcquired);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        Assert.Equal(2, limiter.GetStatistics()!.CurrentQueuedCount);
        held[0].Dispose();
        Assert.True((await waiting[0]).IsAcquired);
        Assert.False(waiting[1].IsCompleted);
        held[1].Dispose();

        Assert.True((await waiting[1]).IsAcquired);
    }

    [Fact]
    public async Task TheNewestGoesFirstAndAFullQueueGivesUpTheOldest()
    {
        var limiter = Limiter(new() { InitialLimit = 2, QueueLimit = 2, QueueProcessingOrder = QueueProcessingOrder.NewestFirst });
        var held = limiter.AttemptAcquire(2);

        var waiting = Enumerable.Range(0, 3).Select(_ => limiter.AcquireAsync(1, Token).AsTask()).ToList();
        Assert.False((await waiting[0]).IsAcquired);
        Assert.False((await limiter.AcquireAsync(3, Token)).IsAcquired);
        held.Dispose();

        Assert.True((await waiting[2]).IsAcquired);
        Assert.True((await waiting[1]).IsAcquired);
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
    }

    [Fact]
    public async Task WhoeverIsCancelledLeavesTheQueue()
    {
        var limiter = Limiter(new() { InitialLimit = 3, QueueLimit = 4 });
        using var cancellation = new CancellationTokenSource();
        var held = limiter.AttemptAcquire(2);

        var large = limiter.AcquireAsync(3, cancellation.Token).AsTask();
        var small = limiter.AcquireAsync(1, Token).AsTask();
        Assert.False(small.IsCompleted);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.True((await small).IsAcquired);
        Assert.True(limiter.AcquireAsync(1, cancellation.Token).IsCanceled);
        held.Dispose();
        Assert.Equal((1, 0), (limiter.GetSnapshot().Active, limiter.GetSnapshot().Queued));
    }

    [Fact]
    public async Task DisposeRefusesWhoWaitsAndLeavesLeasesValid()
    {
        var limiter = Limiter(new() { InitialLimit = 2, QueueLimit = 1 });
        var held = limiter.AttemptAcquire(2);
        var waiting = limiter.AcquireAsync(1, Token).AsTask();

        await limiter.DisposeAsync();
        limiter.Dispose();

        Assert.False((await waiting).IsAcquired);
        held.Dispose();
        Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire());
        Assert.Throws<ObjectDisposedException>(() => { limiter.AcquireAsync(1, Token); });
    }

    // A PartitionedRateLimiter disposes a limiter that says it has been idle for ten seconds, and the next burst meets one that knows nothing.
    [Fact]
    public void ItIsNeverIdleSoThatNobodyDisposesWhatItHasLearned()
    {
        var limiter = Limiter(new());
        limiter.AttemptAcquire().Dispose();
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(limiter.IdleDuration);
    }

    [Theory, InlineData(ConcurrencyAlgorithm.Gradient), InlineData(ConcurrencyAlgorithm.Aimd)]
    public void AReportedOverloadLowersTheLimitThoughItWasFast(ConcurrencyAlgorithm algorithm)
    {
        var limiter = Limiter(new() { Algorithm = algorithm, InitialLimit = 20, MinSamples = 1, Window = TimeSpan.Zero });
        Use(limiter, 5, lease => lease.ReportOverload());

        Assert.Equal((int)(20 * 0.9 * 0.9 * 0.9 * 0.9 * 0.9), limiter.Limit);
    }

    [Fact]
    public void AnIgnoredLeaseTeachesNothing()
    {
        var limiter = Limiter(new() { Algorithm = ConcurrencyAlgorithm.Aimd, InitialLimit = 20, MinSamples = 1, Window = TimeSpan.Zero, LatencyLimit = TimeSpan.FromTicks(1) });

        Use(limiter, 5, lease => lease.Ignore());
        Assert.Equal((20, 0), (limiter.Limit, limiter.GetSnapshot().Latency.Count));
        Use(limiter, 1, _ => { });

        Assert.Equal((18, 1), (limiter.Limit, limiter.GetSnapshot().Latency.Count));
    }

    [Fact]
    public void ASnapshotTellsWhatIsKnown()
    {
        var limiter = Limiter(new() { MinSamples = 2, Window = TimeSpan.Zero });
        Assert.Null(limiter.GetSnapshot().UnloadedLatency);

        Use(limiter, 10, _ => { });
        var snapshot = limiter.GetSnapshot();

        Assert.Equal(10, snapshot.UnloadedLatency!.Value.TotalMilliseconds, 0.001);
        Assert.Equal((10, 10, 0, 0), (snapshot.Latency.Count, snapshot.Acquired, snapshot.Refused, snapshot.Active));
    }

    // A lease that nobody gives back, such as that of a web socket, must not keep the rest from being measured.
    [Fact]
    public void ALeaseHeldForEverDoesNotStopLearning()
    {
        var limiter = Limiter(new() { MinSamples = 2, Window = TimeSpan.Zero });
        using var held = limiter.AttemptAcquire();

        Use(limiter, 300, _ => { });

        Assert.NotNull(limiter.GetSnapshot().UnloadedLatency);
        Assert.Equal(1_000, limiter.Limit);
    }

    [Fact]
    public void OptionsOutOfRangeAreNamed()
    {
        Refused(new() { Algorithm = (ConcurrencyAlgorithm)2 }, "Algorithm");
        Refused(new() { MinLimit = 0 }, "MinLimit");
        Refused(new() { MinLimit = 5, MaxLimit = 4 }, "MaxLimit");
        Refused(new() { InitialLimit = 1 }, "InitialLimit");
        Refused(new() { InitialLimit = 1_001 }, "InitialLimit");
        Refused(new() { QueueLimit = -1 }, "QueueLimit");
        Refused(new() { QueueProcessingOrder = (QueueProcessingOrder)2 }, "QueueProcessingOrder");
        Refused(new() { Tolerance = 0.99 }, "Tolerance");
        Refused(new() { Tolerance = double.NaN }, "Tolerance");
        Refused(new() { Tolerance = double.PositiveInfinity }, "Tolerance");
        Refused(new() { ProbeInterval = TimeSpan.Zero }, "ProbeInterval");
        Refused(new() { LatencyLimit = TimeSpan.Zero }, "LatencyLimit");
        Refused(new() { Window = TimeSpan.FromTicks(-1) }, "Window");
        Refused(new() { MinSamples = 0 }, "MinSamples");

        void Refused(AdaptiveConcurrencyLimiterOptions options, string property) => Assert.StartsWith(
            property + " must be ",
            Assert.Throws<ArgumentOutOfRangeException>("options", () => Limiter(options)).Message);
    }

    [Fact]
    public void ManyThreadsTakeAndGiveBack()
    {
        var limiter = new AdaptiveConcurrencyLimiter(new() { InitialLimit = 2, MaxLimit = 4, QueueLimit = 2 });
        var most = 0;
        var active = 0;

        Threads.Run(
            writer =>
            {
                for (var round = 0; round < 2_000; round++)
                {
                    using var cancellation = new CancellationTokenSource();
                    var acquiring = round % 2 == 0 ? new(limiter.AttemptAcquire()) : limiter.AcquireAsync(1, cancellation.Token);
                    if (round % 5 == 0)
                    {
                        cancellation.Cancel();
                    }

                    try
                    {
                        using var lease = acquiring.AsTask().GetAwaiter().GetResult();
                        if (lease.IsAcquired)
                        {
                            Interlocked.Exchange(ref most, Math.Max(most, Interlocked.Increment(ref active)));
                            (lease as AdaptiveConcurrencyLease)?.Ignore();
                            Interlocked.Decrement(ref active);
                        }
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            },
            () =>
            {
                Assert.InRange(limiter.GetStatistics()!.CurrentQueuedCount, 0, 2);
                Assert.InRange(limiter.GetSnapshot().Active, 0, 4);
                Assert.InRange(limiter.Limit, 2, 4);
                _ = limiter.IdleDuration;
            });

        Assert.InRange(most, 1, 4);
        Assert.Equal((0, 0), (limiter.GetSnapshot().Active, limiter.GetSnapshot().Queued));
    }

    private AdaptiveConcurrencyLimiter Limiter(AdaptiveConcurrencyLimiterOptions options) => new(options, _clock);

    private void Use(AdaptiveConcurrencyLimiter limiter, int times, Action<AdaptiveConcurrencyLease> tell)
    {
        for (var i = 0; i < times; i++)
        {
            using var lease = (AdaptiveConcurrencyLease)limiter.AttemptAcquire();
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            tell(lease);
        }
    }
}

using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class ConcurrencyModelTests
{
    private static readonly ConcurrencyWorkload Waiting = new()
    {
        RequestsPerSecond = 1_000,
        CpuPerRequest = TimeSpan.FromMicroseconds(100),
        WaitPerRequest = TimeSpan.FromMilliseconds(50),
        Cores = 2,
        Memory = ByteSize.FromGigabytes(1),
    };

    [Fact]
    public void AnEventLoopIsBoundByItsCores()
    {
        var estimate = ConcurrencyModel.EventLoop.Estimate(Waiting);

        Assert.Equal(ConcurrencyLimit.Cpu, estimate.Limit);
        Assert.Equal(20_000, estimate.MaxThroughputPerSecond, 1e-6);
        Assert.Equal(0, estimate.ContextSwitchesPerSecond);
        Assert.InRange(estimate.Latency!.Value, TimeSpan.FromMilliseconds(50.1), TimeSpan.FromMilliseconds(50.2));
        Assert.InRange(estimate.Concurrency, 50, 51);
        Assert.InRange(estimate.MemoryInUse.Bytes, 50 * 418, 51 * 418);
    }

    [Fact]
    public void BlockedThreadsBoundTheThroughput()
    {
        var estimate = ConcurrencyModel.ThreadPool.Estimate(Waiting with { MaxThreads = 5 });

        // Measured over HTTP: 98 requests per second with Thread.Sleep(50) on two cores, 1,649 with await Task.Delay(50).
        Assert.Equal(ConcurrencyLimit.Threads, estimate.Limit);
        Assert.InRange(estimate.MaxThroughputPerSecond, 99, 100);
        Assert.False(estimate.Carries);
        Assert.Null(estimate.Latency);
        Assert.Equal(5, estimate.Concurrency, 1e-9);
        Assert.InRange(estimate.ContextSwitchesPerSecond, 198, 200);
    }

    [Fact]
    public void ProcessesPayForTheirStartAndTheirMemory()
    {
        var estimate = ConcurrencyModel.ProcessPerRequest.Estimate(Waiting);

        // 100 us of work, 190 us to start, two switches of 2 us.
        Assert.Equal(TimeSpan.FromMicroseconds(294), estimate.CpuPerRequest);
        Assert.Equal(2 / 294e-6, estimate.MaxThroughputPerSecond, 1e-6);
        Assert.InRange(estimate.MemoryInUse.Gigabytes, 0.1, 0.11);

        var small = ConcurrencyModel.ProcessPerRequest.Estimate(Waiting with { Memory = ByteSize.FromMebibytes(64) });
        Assert.Equal(ConcurrencyLimit.Memory, small.Limit);
        Assert.Equal(32 / 0.050294, small.MaxThroughputPerSecond, 1e-6);
    }

    [Fact]
    public void TheModelsAreRanked()
    {
        var ranked = ConcurrencyModel.Compare(Waiting);

        Assert.Equal(
            [ConcurrencyModelKind.EventLoop, ConcurrencyModelKind.ThreadPool, ConcurrencyModelKind.ProcessPerRequest],
            ranked.Select(estimate => estimate.Model.Kind));
    }

    [Fact]
    public void WithoutWaitsThreadsAndLoopsAreAlike()
    {
        var busy = Waiting with { WaitPerRequest = TimeSpan.Zero, WaitsPerRequest = 0 };

        Assert.Equal(
            ConcurrencyModel.EventLoop.Estimate(busy).MaxThroughputPerSecond,
            ConcurrencyModel.ThreadPool.Estimate(busy).MaxThroughputPerSecond);
    }

    [Fact]
    public void TheRequestsOwnStateCountsInEveryModel()
    {
        var heavy = Waiting with { StatePerRequest = ByteSize.FromMegabytes(100) };

        Assert.All(ConcurrencyModel.Compare(heavy), estimate => Assert.Equal(ConcurrencyLimit.Memory, estimate.Limit));
    }

    [Fact]
    public void HostileFiguresAreNamed()
    {
        var model = ConcurrencyModel.ThreadPool;

        Assert.Equal("workload", Assert.Throws<ArgumentNullException>(() => model.Estimate(null!)).ParamName);
        Assert.Contains("CpuPerRequest", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { CpuPerRequest = TimeSpan.Zero })).Message);
        Assert.Contains("Cores", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { Cores = 0 })).Message);
        Assert.Contains("Cores", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { Cores = int.MaxValue })).Message);
        Assert.Contains("Memory", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { Memory = default })).Message);
        Assert.Contains("WaitsPerRequest", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { WaitsPerRequest = double.MaxValue })).Message);
        Assert.Contains("MaxThreads", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { MaxThreads = 0 })).Message);
        Assert.Contains("RequestsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => model.Estimate(Waiting with { RequestsPerSecond = double.NaN })).Message);
        Assert.Equal("models", Assert.Throws<ArgumentNullException>(() => ConcurrencyModel.Compare(Waiting, [null!])).ParamName);
    }
}

using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencyBreakdownCollectorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly LatencyBreakdownCollector _collector;

    public LatencyBreakdownCollectorTests() => _collector = new LatencyBreakdownCollector(timeProvider: _clock);

    [Fact]
    public async Task PartsAreCollectedAlongTheFlow()
    {
        using var request = _collector.BeginRequest();
        _clock.Advance(Second);
        await QueryAsync();
        await QueryAsync();

        var breakdown = request.Complete();

        Assert.Equal(5 * Second, breakdown.Total);
        Assert.Equal(new LatencyPart("database", LatencyKind.InputOutput, 2, 4 * Second, 4 * Second, 0.8), Assert.Single(breakdown.Parts));
        Assert.Equal(Second, breakdown.Remainder);

        async Task QueryAsync()
        {
            await Task.Yield();
            using var part = _collector.MeasurePart("database", LatencyKind.InputOutput);
            await Task.Yield();
            _clock.Advance(2 * Second);
        }
    }

    [Fact]
    public async Task PartsOfParallelTasksAreParallel()
    {
        using var request = _collector.BeginRequest();
        var fast = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var both = (Fast: CallAsync("fast", fast.Task), Slow: CallAsync("slow", slow.Task));
        _clock.Advance(Second);
        fast.SetResult();
        await both.Fast;
        _clock.Advance(Second);
        slow.SetResult();
        await both.Slow;

        var breakdown = request.Complete();

        Assert.Equal([("slow", 2 * Second), ("fast", TimeSpan.Zero)], breakdown.Parts.Select(part => (part.Name, part.OnCriticalPath)));
        Assert.Equal(TimeSpan.Zero, breakdown.Remainder);

        async Task CallAsync(string name, Task answer)
        {
            using var part = _collector.MeasurePart(name, LatencyKind.Network);
            await answer;
        }
    }

    [Fact]
    public void APartKeepsWhatThePartsInsideLeave()
    {
        using var request = _collector.BeginRequest();
        using (_collector.MeasurePart("handler"))
        {
            _clock.Advance(Second);
            using (_collector.MeasurePart("query"))
            {
                _clock.Advance(3 * Second);
            }
        }

        using (_collector.MeasurePart("render"))
        {
            _clock.Advance(Second);
        }

        var breakdown = request.Complete();

        Assert.Equal(
            [("query", 3 * Second), ("handler", Second), ("render", Second)],
            breakdown.Parts.Select(part => (part.Name, part.OnCriticalPath)));
    }

    [Fact]
    public void WithoutARequestAPartIsNothing()
    {
        using (_collector.MeasurePart("nobody asked"))
        {
            _clock.Advance(Second);
        }

        using var request = _collector.BeginRequest();
        Assert.Empty(request.Complete().Parts);
        using var late = _collector.MeasurePart("too late");
        _clock.Advance(Second);
        Assert.Equal(TimeSpan.Zero, request.Complete().Total);
        Assert.Same(request.Complete(), request.Complete());
    }

    [Fact]
    public void ARequestInsideAnotherIsItsOwn()
    {
        using var outer = _collector.BeginRequest();
        using (var inner = _collector.BeginRequest())
        {
            Measure("inner");
            Assert.Equal("inner", Assert.Single(inner.Complete().Parts).Name);
        }

        Measure("outer");
        Assert.Equal("outer", Assert.Single(outer.Complete().Parts).Name);
    }

    [Fact]
    public void ARequestDisposedAgainLeavesTheOneUnderWayAlone()
    {
        var first = _collector.BeginRequest();
        first.Dispose();
        using var second = _collector.BeginRequest();
        first.Dispose();

        Measure("second");

        Assert.Equal("second", Assert.Single(second.Complete().Parts).Name);
    }

    [Fact]
    public async Task PartsMayBeNestedAsDeepAsThereMayBeParts()
    {
        const int Deep = 65_536;
        var collector = new LatencyBreakdownCollector(Deep, _clock);
        using var request = collector.BeginRequest();
        for (var i = 0; i < Deep; i++)
        {
            collector.MeasurePart("part");
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        // On a thread with the usual stack.
        var breakdown = await Task.Run(request.Complete, TestContext.Current.CancellationToken);

        Assert.Equal((Deep, TimeSpan.FromTicks(Deep)), (Assert.Single(breakdown.Parts).Count, breakdown.Parts[0].OnCriticalPath));
    }

    [Fact]
    public void PartsUnderWayAtTheEndAreCutOffAndCounted()
    {
        using var request = _collector.BeginRequest();
        var part = _collector.MeasurePart("forgotten");
        _clock.Advance(Second);

        var breakdown = request.Complete();
        _clock.Advance(Second);
        part.Dispose();
        part.Dispose();

        Assert.Equal((1, Second), (breakdown.UnfinishedParts, Assert.Single(request.Complete().Parts).OnCriticalPath));
    }

    [Fact]
    public void PartsAreBounded()
    {
        var collector = new LatencyBreakdownCollector(maxParts: 2, _clock);
        using var request = collector.BeginRequest();
        for (var i = 0; i < 5; i++)
        {
            using var part = collector.MeasurePart("part");
            _clock.Advance(Second);
        }

        var breakdown = request.Complete();

        Assert.Equal((2, 3, 3 * Second), (Assert.Single(breakdown.Parts).Count, breakdown.DroppedParts, breakdown.Remainder));
    }

    [Fact]
    public void ManyThreadsMeasureOneRequestAndTheirOwn()
    {
        const int Each = 500;
        var collector = new LatencyBreakdownCollector(maxParts: Threads.Writers * Each);
        using var shared = collector.BeginRequest();

        Threads.Run(
            _ =>
            {
                for (var i = 0; i < Each; i++)
                {
                    using (collector.MeasurePart("shared"))
                    {
                    }

                    using var own = collector.BeginRequest();
                    using (collector.MeasurePart("own"))
                    {
                    }

                    Assert.Equal("own", Assert.Single(own.Complete().Parts).Name);
                }
            },
            () => { });

        Assert.Equal(Threads.Writers * Each, Assert.Single(shared.Complete().Parts).Count);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => _collector.MeasurePart(null!)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => _collector.MeasurePart("")).ParamName);
        Assert.Equal("kind", Assert.Throws<ArgumentOutOfRangeException>(() => _collector.MeasurePart("a", (LatencyKind)9)).ParamName);
        Assert.Equal("maxParts", Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyBreakdownCollector(0)).ParamName);
        Assert.Equal("maxParts", Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyBreakdownCollector(65_537)).ParamName);
    }

    private void Measure(string name)
    {
        using var part = _collector.MeasurePart(name);
        _clock.Advance(Second);
    }
}

using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Planning.TradeOffs;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Planning.TradeOffs;

public sealed class OptimizationAdviceTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private static readonly PerformanceTargets Targets = new() { MaxLatency = 100 * Millisecond, MinThroughputPerSecond = 100 };

    // Saves 90 ms; carries no more.
    private static readonly OptimizationCandidate Parallel = new ParallelCallsCandidate([60 * Millisecond, 90 * Millisecond]);

    // Saves 8.5 ms of 20 and half of the store's load.
    private static readonly OptimizationCandidate Cache = new CachingCandidate(new()
    {
        HitRatio = 0.5,
        Lookup = Millisecond,
        Fill = Millisecond,
        StoreRead = 20 * Millisecond,
        StoreWrite = 20 * Millisecond,
    });

    // Carries five times as much; costs latency at this rate.
    private static readonly OptimizationCandidate Batches = new BatchingCandidate(2 * Millisecond, 0.1 * Millisecond, 50, 6);

    private static readonly OptimizationCandidate[] All = [Cache, Batches, Parallel];

    [Theory]
    [InlineData(200, 200, VerdictKind.Latency, new[] { 2, 0 })]
    [InlineData(50, 50, VerdictKind.Throughput, new[] { 1, 0 })]
    [InlineData(200, 50, VerdictKind.Both, new[] { 1, 0, 2 })]
    [InlineData(50, 200, VerdictKind.Met, new int[0])]
    public void WhatIsMissedDecidesTheOrder(int milliseconds, int perSecond, VerdictKind verdict, int[] order)
    {
        var advice = OptimizationAdvice.Recommend(Durations(1_000, milliseconds), new ThroughputRate(perSecond * 10, TimeSpan.FromSeconds(10)), Targets, All);

        Assert.Equal(verdict, advice.Verdict.Kind);
        Assert.Equal(order.Select(i => All[i]), advice.Recommended.Select(each => each.Candidate));
        Assert.Equal(All.Except(order.Select(i => All[i])).ToHashSet(), advice.Declined.Select(each => each.Candidate).ToHashSet());
    }

    [Fact]
    public void WithoutDataThereIsNoAdvice()
    {
        var advice = OptimizationAdvice.Recommend(LatencySnapshot.Empty, default, Targets, All);

        Assert.Equal(VerdictKind.InsufficientData, advice.Verdict.Kind);
        Assert.Empty(advice.Recommended);
        Assert.Equal(3, advice.Declined.Count);
    }

    [Fact]
    public void ARecommendationSaysWhy() => Assert.Equal(
        "Concurrency: 2 independent calls take 90 ms together and 150 ms one after the other, until what they call saturates.",
        OptimizationAdvice.Recommend(Durations(1_000, 200), default, Targets with { MinThroughputPerSecond = null }, [Parallel]).Recommended.Single().ToString());

    [Fact]
    public void MissingArgumentsAreNamed()
    {
        Assert.Equal("latency", Assert.Throws<ArgumentNullException>(() => OptimizationAdvice.Recommend(null!, default, Targets, All)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentNullException>(() => OptimizationAdvice.Recommend(LatencySnapshot.Empty, default, null!, All)).ParamName);
        Assert.Equal("candidates", Assert.Throws<ArgumentNullException>(() => OptimizationAdvice.Recommend(LatencySnapshot.Empty, default, Targets, [null!])).ParamName);
        Assert.Throws<InvalidOperationException>(() => OptimizationAdvice.Recommend(LatencySnapshot.Empty, default, new(), All));
    }

    private static LatencySnapshot Durations(int count, int milliseconds)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
            histogram.Record(milliseconds * Millisecond);
        return histogram.GetSnapshot();
    }
}

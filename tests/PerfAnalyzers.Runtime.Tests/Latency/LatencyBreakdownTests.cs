using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencyBreakdownTests
{
    private static readonly Gen<(int Start, int Duration, int Parent)[]> Stretches =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[0, 100]).Array[0, 8];

    [Fact]
    public void PartsInSequenceAndTheRemainderAddUp()
    {
        var breakdown = LatencyBreakdown.OfKinds(Ms(100), network: Ms(20), processing: Ms(10), queueing: Ms(5), inputOutput: Ms(50));

        Assert.Equal(["I/O", "network", "processing", "queueing"], breakdown.Parts.Select(part => part.Name));
        Assert.Equal([0.5, 0.2, 0.1, 0.05], breakdown.Parts.Select(part => part.Share));
        Assert.Equal((Ms(15), 0.15), (breakdown.Remainder, breakdown.RemainderShare));
        Assert.Equal((Ms(50), 0.5), (breakdown.TimeOf(LatencyKind.InputOutput), breakdown.ShareOf(LatencyKind.InputOutput)));
        Assert.Equal("100 ms: I/O 50 %, network 20 %, processing 10 %, queueing 5 %, remainder 15 %", breakdown.ToString());
    }

    [Fact]
    public void OfPartsInParallelTheSlowestCounts()
    {
        var breakdown = LatencyBreakdown.Of(
            Ms(100),
            new("parse", Ms(10)),
            new("prices", Ms(40), LatencyKind.Network, Start: Ms(10)),
            new("stock", Ms(70), LatencyKind.InputOutput, Start: Ms(10)),
            new("render", Ms(15)));

        Assert.Equal((Ms(40), Ms(0)), (Part("prices").Elapsed, Part("prices").OnCriticalPath));
        Assert.Equal((Ms(70), Ms(70)), (Part("stock").Elapsed, Part("stock").OnCriticalPath));
        Assert.Equal((Ms(10), Ms(15), Ms(5)), (Part("parse").OnCriticalPath, Part("render").OnCriticalPath, breakdown.Remainder));

        LatencyPart Part(string name) => breakdown.Parts.Single(part => part.Name == name);
    }

    [Fact]
    public void StretchesOfOneNameAreOnePart()
    {
        var breakdown = LatencyBreakdown.Of(Ms(10), new("db", Ms(2)), new("cpu", Ms(3)), new("db", Ms(4)), new("db", Ms(1), LatencyKind.Network));

        Assert.Equal(new LatencyPart("db", LatencyKind.Other, 2, Ms(6), Ms(6), 0.6), breakdown.Parts[0]);
        Assert.Equal(3, breakdown.Parts.Count);
    }

    [Fact]
    public void ARequestThatTookNoTimeHasNoShares()
    {
        var breakdown = LatencyBreakdown.Of(TimeSpan.Zero, new LatencySpan("nothing", TimeSpan.Zero));

        Assert.Equal((0, 0, 0), (breakdown.Parts.Single().Share, breakdown.RemainderShare, breakdown.ShareOf(LatencyKind.Other)));
        Assert.Equal(Ms(7), LatencyBreakdown.Of(Ms(7)).Remainder);
    }

    // The definition, moment by moment.
    [Fact]
    public void EveryMomentBelongsToTheStretchUnderWayThatEndsLast() =>
        Gen.Select(Stretches, Gen.Int[0, 40]).Sample((given, total) =>
        {
            var stretches = given
                .Select((stretch, i) => new CriticalPath.Stretch(stretch.Start, stretch.Start + stretch.Duration, (stretch.Parent % (i + 1)) - 1))
                .ToArray();
            var expected = new long[stretches.Length];
            var remainder = 0L;
            for (var moment = 0; moment < total; moment++)
            {
                var owner = CriticalPath.Request;
                while (Enumerable.Range(0, stretches.Length)
                    .Where(i => stretches[i].Parent == owner && stretches[i].Start <= moment && moment < stretches[i].End)
                    .OrderByDescending(i => stretches[i].End)
                    .ThenBy(i => stretches[i].Start)
                    .Select(i => (int?)i)
                    .FirstOrDefault() is { } child)
                {
                    owner = child;
                }

                _ = owner == CriticalPath.Request ? remainder++ : expected[owner]++;
            }

            Assert.Equal(expected, CriticalPath.Divide(stretches, total, out var actualRemainder));
            Assert.Equal(remainder, actualRemainder);
        });

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("total", Assert.Throws<ArgumentOutOfRangeException>(() => LatencyBreakdown.Of(Ms(-1))).ParamName);
        Assert.Equal("spans", Assert.Throws<ArgumentNullException>(() => LatencyBreakdown.Of(Ms(1), null!)).ParamName);
        LatencySpan[] hostile =
        [
            default,
            new("", Ms(1)),
            new("a", Ms(-1)),
            new("a", Ms(11)),
            new("a", Ms(5), Start: Ms(-1)),
            new("a", Ms(5), Start: Ms(6)),
            new("a", TimeSpan.MaxValue, Start: Ms(6)),
            new("a", Ms(1), (LatencyKind)9),
        ];
        Assert.All(hostile, span => Assert.Equal("spans", Assert.Throws<ArgumentException>(() => LatencyBreakdown.Of(Ms(10), span)).ParamName));
        Assert.Equal("total", Assert.Throws<ArgumentOutOfRangeException>(() => LatencyBreakdown.OfKinds(Ms(10), Ms(4), Ms(4), Ms(4), Ms(4))).ParamName);
        Assert.Equal("queueing", Assert.Throws<ArgumentOutOfRangeException>(() => LatencyBreakdown.OfKinds(Ms(10), Ms(1), Ms(1), Ms(-1), Ms(1))).ParamName);
        Assert.Equal("total", Assert.Throws<ArgumentOutOfRangeException>(() => LatencyBreakdown.OfKinds(Ms(-1), Ms(0), Ms(0), Ms(0), Ms(0))).ParamName);
    }

    [Fact]
    public void TheCatalogueTellsAllOfEveryKind()
    {
        Assert.Equal(Enum.GetValues<LatencyKind>().Except([LatencyKind.Other]), LatencyCatalogue.Kinds.Select(profile => profile.Kind));
        Assert.Null(LatencyCatalogue.Of(LatencyKind.Other));
        foreach (var profile in LatencyCatalogue.Kinds)
        {
            Assert.Same(profile, LatencyCatalogue.Of(profile.Kind));
            Assert.NotEmpty(profile.Summary);
            Assert.True(profile.Causes.Count >= 4 && profile.Strategies.Count >= 4 && profile.Typical.Count >= 3);
            Assert.All(profile.Typical, typical =>
            {
                Assert.True(typical.Low > TimeSpan.Zero && typical.Low <= typical.High);
                Assert.Matches("(19|20)[0-9]{2}|Microsoft Learn", typical.Source);
            });
        }
    }

    // Kleinrock: rho / (1 - rho) times the service time; fibre: 5 us per km, there and back.
    [Fact]
    public void TypicalValuesFollowFromTheirFormulas()
    {
        var waits = LatencyCatalogue.Of(LatencyKind.Queueing)!.Typical.Where(typical => typical.Source.Contains("M/M/1")).Select(typical => typical.Low);
        Assert.Equal(new[] { 0.5, 0.8, 0.9 }.Select(rho => TimeSpan.FromMilliseconds(Math.Round(10 * rho / (1 - rho)))), waits);
        var fibre = LatencyCatalogue.Of(LatencyKind.Network)!.Typical.Where(typical => typical.Source.Contains("5 us per km")).Select(typical => typical.Low);
        Assert.Equal(new[] { 1_000, 5_600 }.Select(kilometres => TimeSpan.FromMicroseconds(5 * 2 * kilometres)), fibre);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

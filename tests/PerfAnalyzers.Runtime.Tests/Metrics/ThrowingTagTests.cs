using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.Tests.Metrics;

/// <summary>What a tag's value or group throws must not reach the code that measures.</summary>
public sealed class ThrowingTagTests
{
    [Fact]
    public void AThrowingGroupOrValueIsCountedWithoutThatTag()
    {
        using var meter = new Meter("Tests." + Guid.NewGuid());
        var instrument = meter.CreateHistogram<double>("work.duration", "s");
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("work.duration")
        {
            MeterName = meter.Name,
            SplitBy = [new("kind", _ => throw new InvalidCastException()), "value"],
        });

        instrument.Record(1, new("kind", "a"), new("value", "b"));
        instrument.Record(2, new("kind", "a"), new("value", new Hostile()));

        Assert.Equal(3, listener.FailedTags);
        Assert.Equal(["b", null], listener.GetSeries().Select(series => series.Tag("value")));
        Assert.Equal(2, listener.GetSnapshot("work.duration").Count);
    }

    private sealed class Hostile
    {
        public override string ToString() => throw new NotSupportedException();
    }
}

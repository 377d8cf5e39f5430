using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>Room on the stack for the values of the tags that split a series.</summary>
[InlineArray(MeterHistogramSubscription.MaxTags)]
internal struct TagValues
{
    private object? _first;
}

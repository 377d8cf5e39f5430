namespace PerfAnalyzers.Runtime.AspNetCore.Tracking;

/// <summary>What is told of the round trips of requests.</summary>
public sealed class RoundTripTrackingOptions
{
    /// <summary>
    /// How often a request may make the same round trip before it is logged as a loop, 1 to 10,000; 5 unless set. From the next repetition
    /// on the caller is looked for.
    /// </summary>
    public int MaxRepetitions { get; set; } = 5;

    /// <summary>The most pairs of method and route that are counted apart; 1 to 10,000. 200 unless set.</summary>
    public int MaxRoutes { get; set; } = 200;
}

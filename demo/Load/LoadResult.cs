using System.Text.Json.Serialization;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Demo.Load;

/// <param name="Problem">Why there was no good answer; null when there was one.</param>
internal sealed record Outcome(string? Problem)
{
    public static readonly Outcome Answered = new(Problem: null);
    public static readonly Outcome TimedOut = new("timeout");
}

/// <param name="Fraction">How much of the arrivals are sent, 0 to 1.</param>
/// <param name="Answered">Successful answers so far.</param>
/// <param name="Waiting">Customers who wait for an answer.</param>
internal sealed record LoadProgress(double Fraction, int Answered, int Waiting);

/// <summary>What the customers saw.</summary>
/// <param name="OfferedPerSecond">The arrivals the shop was asked to serve.</param>
/// <param name="AnsweredPerSecond">Successful answers while requests arrived, per second of that time.</param>
/// <param name="Total">All requests.</param>
/// <param name="Operations">The requests of each kind.</param>
internal sealed record LoadResult(double OfferedPerSecond, double AnsweredPerSecond, OperationResult Total, List<OperationResult> Operations);

/// <param name="Name">Method and route.</param>
/// <param name="Answered">Requests with a successful answer.</param>
/// <param name="Problems">How many requests were not, by reason; the latency of one given up is the time until then.</param>
/// <param name="EncodedLatencies">Latencies of all requests, whatever their outcome.</param>
internal sealed record OperationResult(string Name, int Answered, Dictionary<string, int> Problems, byte[] EncodedLatencies)
{
    [JsonIgnore]
    public LatencySnapshot Latencies { get; } = LatencySnapshot.Decode(EncodedLatencies);

    [JsonIgnore]
    public int Failures => Problems.Values.Sum();

    [JsonIgnore]
    public int Requests => Answered + Failures;
}

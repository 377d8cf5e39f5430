using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>
/// How outcomes are written as tags. <c>error.type</c> follows OpenTelemetry's semantic conventions
/// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/): absent unless the operation ended with an error, and
/// <c>_OTHER</c> where nothing more is known. <c>outcome</c> (<c>success</c>, <c>failure</c>, <c>cancelled</c> or
/// <c>unspecified</c>) is of our own, and tells apart what has no error too.
/// </summary>
public static class OutcomeTags
{
    /// <summary>The tags of an outcome; of a value that is not defined, those of <see cref="LatencyOutcome.Unspecified"/>.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(LatencyOutcome outcome) => outcome switch
    {
        LatencyOutcome.Success => [new("outcome", "success")],
        LatencyOutcome.Failure => [new("outcome", "failure"), new("error.type", "_OTHER")],
        LatencyOutcome.Cancelled => [new("outcome", "cancelled"), new("error.type", "cancelled")],
        _ => [new("outcome", "unspecified")],
    };
}

using System.Diagnostics;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// The span of a batch, with links to the spans of its items. A batch serves many callers, so it is no child of any. Its round trips
/// are counted once for each caller that counts them.
/// </summary>
internal static class BatchActivity
{
    public static readonly ActivitySource Source = new("PerfAnalyzers.Runtime.Batching");

    /// <summary>Begins the handling of a batch in the running asynchronous method; to be disposed in the same.</summary>
    public static Activity? Start(List<ItemOrigin> origins, int items)
    {
        RoundTripScopes.Current = RoundTripScopes.Union(origins.Select(static origin => origin.Scopes));
        if (!Source.HasListeners())
        {
            return null;
        }

        var links = origins.Select(static origin => origin.Span).Where(static span => span != default).Distinct();
        return Source.StartActivity(
            "batch",
            ActivityKind.Internal,
            default(ActivityContext),
            [new("batch.size", items)],
            links.Select(static span => new ActivityLink(span)));
    }
}

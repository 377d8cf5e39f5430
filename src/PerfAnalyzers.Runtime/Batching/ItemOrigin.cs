using System.Diagnostics;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>Where an item comes from: the span of its caller, and the scopes that count the caller's round trips.</summary>
internal sealed class ItemOrigin
{
    private ItemOrigin(ActivityContext span, RoundTripScopes? scopes)
    {
        Span = span;
        Scopes = scopes;
    }

    public ActivityContext Span { get; }

    public RoundTripScopes? Scopes { get; }

    /// <summary>The origin of an item that the running code adds; <see langword="null"/> where nobody wants to know.</summary>
    public static ItemOrigin? OfCaller()
    {
        var span = BatchActivity.Source.HasListeners() ? Activity.Current : null;
        var scopes = RoundTripScopes.Current;
        return span is null && scopes is null ? null : new(span?.Context ?? default, scopes);
    }
}

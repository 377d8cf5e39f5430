using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>What to do instead of a write per item, as the end of a message.</summary>
internal static class BatchForm
{
    /// <summary>Null where the library has no form that writes many items.</summary>
    public static string? Of(RepeatedWrite write)
    {
        if (write.IsFlush)
            return "flush once after the loop";
        if (write.Fact is { StandsAlone: true, IsConcurrent: false })
            return null;
        return write.Fact switch
        {
            _ when write.Trip.IsInFormForMany => "this is its form for many: let it write all of them at once",
            { Remedy: { } remedy } => write.IsAnnounced ? remedy + ", and tell of the items then" : remedy,
            { Instead.Member: { } many } => $"collect the items for '{many}'",
            _ when write.Trip.IsPresumed || IsInSource(write.Call.TargetMethod) => "give it a form that takes all of them",
            _ => null,
        };
    }

    private static bool IsInSource(IMethodSymbol method) => method.Locations.Any(location => location.IsInSource);

    /// <summary>
    /// False for a method of the project behind which stands an API that writes one item at a time, such as one that sends mails.
    /// </summary>
    public static bool ExistsBehind(Trip trip) =>
        trip.IsDirect || trip.Many is not null || trip.Effect is not { Effect.Api: var api } || HasForm(api);

    /// <summary>Of a learned write the line says where there is none.</summary>
    public static bool HasForm(ApiFact api) => !api.StandsAlone && (api.IsLearned || api is not { Instead: null, Remedy: null });
}

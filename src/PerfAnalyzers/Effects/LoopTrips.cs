using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>A call of a loop that makes a round trip.</summary>
/// <param name="Call">The call.</param>
/// <param name="Role">Whether it reads or writes.</param>
/// <param name="Effect">What is seen behind it; null where only its form for many tells that it makes a round trip.</param>
/// <param name="Many">The form for many that is declared beside it; null where there is none.</param>
/// <param name="Site">All that the call does.</param>
internal sealed record Trip(IInvocationOperation Call, ApiRole Role, SiteEffect? Effect, IMethodSymbol? Many, SiteEffects Site)
{
    /// <summary>True where the loop around it is how its form for many is written: it could read them all at once.</summary>
    public bool IsInFormForMany { get; init; }

    /// <summary>True where the code behind the call is in another assembly, and only names tell that it makes a round trip.</summary>
    public bool IsPresumed { get; init; }

    /// <summary>True where a line of a table says that the call makes none, whatever the code suggests.</summary>
    public bool IsDenied { get; init; }

    /// <summary>True where a table knows the called API itself.</summary>
    public bool IsDirect => Site.IsDirect;

    /// <summary>True for a read behind which a write stands as well.</summary>
    public bool WritesToo => !IsDirect && Role == ApiRole.Read && Site.Find(ApiRole.Write) is not null;

    /// <summary>What is known about it: of a hidden round trip its own name, and the form for many as what to use instead.</summary>
    public ApiFact Fact =>
        IsDirect ? Effect!.Effect.Api : new(Role, Excludes: false, Name(Call.TargetMethod), NameOfMany);

    private ApiName? NameOfMany => Many is null ? null : Name(Many);

    /// <summary>The calls that lead to the API from the place; none where the place calls it.</summary>
    public ImmutableArray<Step> Path => IsDirect || Effect is null ? ImmutableArray<Step>.Empty : Effect.Effect.Via;

    /// <summary>The store that the round trip goes to; null where that cannot be seen.</summary>
    public string? Store => Effect is null or { Effect.Api.IsLearned: true } ? null : StoreOf(Effect.Effect.Api.Api.Type);

    /// <summary>True where what the call does depends on the item of the loop.</summary>
    public bool UsesItem(LoopCode loop) => IsDirect || Effect is null ? loop.UsesItem(Call) : Effect.Inputs.Any(loop.UsesItem);

    private static ApiName Name(IMethodSymbol method) => new(method.ContainingType.ToDisplayString(), method.Name, default);

    private static string StoreOf(string type)
    {
        if (IsIn("System.Linq") || IsIn("Microsoft.EntityFrameworkCore"))
            return "EF Core";
        return IsIn("Dapper") || type.Contains("Data.") ? "SQL" : type.Split('.')[0];

        bool IsIn(string library) => type.StartsWith(library, StringComparison.Ordinal);
    }
}

/// <summary>The round trips that the body of a loop makes.</summary>
internal sealed class LoopTrips(LoopCode loop, EffectEngine engine, CancellationToken cancellation)
{
    private ImmutableArray<Trip> reads;
    private ImmutableArray<Trip> writes;

    public LoopCode Loop => loop;

    /// <summary>The calls of the project; null where only the tables are asked.</summary>
    public CallGraph? Calls => engine.Calls;

    public ImmutableArray<Trip> Reads => reads.IsDefault ? reads = All(ApiRole.Read) : reads;

    public ImmutableArray<Trip> Writes => writes.IsDefault ? writes = All(ApiRole.Write) : writes;

    /// <summary>What a call does.</summary>
    public SiteEffects EffectsOf(IInvocationOperation call) => engine.At(call, cancellation);

    /// <summary>The round trip that a call of the loop makes; null where it makes none of the kind.</summary>
    public Trip? Find(IInvocationOperation call, ApiRole role)
    {
        var site = EffectsOf(call);
        var effect = site.Find(role);
        var isOfKind = IsUsed(call) == (role == ApiRole.Read) && (effect is not null || call.Type.IsTask());
        var isInMany = false;
        var many = isOfKind && !site.IsDirect ? ManyForm.Of(call, loop, engine.Calls, out isInMany) : null;
        if (effect is null && many is null)
            return null;
        // Code that can be seen to do nothing of the kind makes no round trip, whatever stands beside it.
        return effect is null && site.Effects.IsEmpty && site.IsComplete
            ? null
            : new(call, role, effect, many, site) { IsInFormForMany = isInMany, IsDenied = IsDenied(call, role, site) };
    }

    /// <summary>
    /// The round trip that the call probably makes, although its code cannot be seen: to judge that call by, not to judge others by.
    /// </summary>
    public Trip? Presume(IInvocationOperation call, ApiRole role)
    {
        if (engine.Calls is not { } calls || !UnseenTrips.Suggest(call, role, loop) || engine.Tables.Know(call))
            return null;
        var site = EffectsOf(call);
        return site.Effects.IsEmpty && !calls.TargetsOf(call).Any(calls.Owns)
            ? new(call, role, Effect: null, Many: null, site) { IsPresumed = true, IsDenied = IsDenied(call, role, site) }
            : null;
    }

    private bool IsDenied(IInvocationOperation call, ApiRole role, SiteEffects site) =>
        !site.IsDirect && engine.Tables.Deny(call, role);

    private ImmutableArray<Trip> All(ApiRole role) =>
        loop.OwnCode.OfType<IInvocationOperation>().Select(call => Find(call, role)).OfType<Trip>().ToImmutableArray();

    private static bool IsUsed(IInvocationOperation call) => call.Result().Parent is not IExpressionStatementOperation;
}

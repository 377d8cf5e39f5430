namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>The scopes in which the running code counts. Immutable; flows with the <see cref="ExecutionContext"/>.</summary>
internal sealed class RoundTripScopes
{
    private static readonly AsyncLocal<RoundTripScopes?> Flowing = new();
    private static int _everUsed;

    private readonly RoundTrips[] _scopes;

    private RoundTripScopes(RoundTrips[] scopes) => _scopes = scopes;

    /// <summary>Those of the running asynchronous method; a change is seen by it and by what it calls.</summary>
    public static RoundTripScopes? Current
    {
        // Who never counts does not pay for a look into the context.
        get => Volatile.Read(ref _everUsed) == 0 ? null : Flowing.Value;
        set
        {
            if (value is not null)
            {
                Volatile.Write(ref _everUsed, 1);
            }

            if (Volatile.Read(ref _everUsed) != 0)
            {
                Flowing.Value = value;
            }
        }
    }

    /// <summary>The scope that was begun last.</summary>
    public RoundTrips Innermost => _scopes[^1];

    public static RoundTripScopes? Union(IEnumerable<RoundTripScopes?> several)
    {
        RoundTrips[] scopes = [.. several.SelectMany(static one => one?._scopes ?? []).Distinct()];
        return scopes.Length == 0 ? null : new(scopes);
    }

    public static RoundTripScopes With(RoundTripScopes? outer, RoundTrips scope) => new([.. outer?._scopes ?? [], scope]);

    public void Add(string kind, string statement, CallSite? caller)
    {
        foreach (var scope in _scopes)
        {
            scope.Add(kind, statement, caller);
        }
    }

    public bool WantsCaller(string kind) => Array.Exists(_scopes, scope => scope.WantsCaller(kind));
}

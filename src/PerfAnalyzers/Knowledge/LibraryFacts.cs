using PerfAnalyzers.Code;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// What lines about whole libraries say. Such a line names an assembly, a namespace, a type or a member; of several that cover an API the
/// longest
/// wins, and of equal ones the project's own.
/// </summary>
internal sealed class LibraryFacts
{
    private static readonly ImmutableArray<ApiRole> Traits =
        ImmutableArray.Create(ApiRole.Sql, ApiRole.Http, ApiRole.Save, ApiRole.RowSet, ApiRole.Concurrent, ApiRole.Disk, ApiRole.Outbox);

    private readonly Dictionary<ApiRole, ApiFact[]> longestFirst;

    /// <param name="facts">The project's own first.</param>
    public LibraryFacts(IEnumerable<ApiFact> facts) => longestFirst = facts
        .Where(fact => fact.Role.Subject() == RoleSubject.Library)
        .GroupBy(fact => fact.Role)
        .ToDictionary(group => group.Key, group => group.OrderByDescending(fact => fact.Api.ToString().Length).ToArray());

    /// <summary>The read or write with the words that its library has for many of them, and with what it sends where.</summary>
    /// <param name="fact">The line about the member.</param>
    /// <param name="receiver">What the call is made on, where that is known.</param>
    public ApiFact Complete(ApiFact fact, ITypeSymbol? receiver)
    {
        var made = receiver as INamedTypeSymbol;
        var names = made?.SelfBasesAndInterfaces().Select(type => type.FullMetadataName()).ToList() ?? [];
        return fact.With(
            RemedyOf(fact, made),
            Traits.Where(trait => Lines(trait).Any(line => line.Api.Covers(fact.Api) || names.Any(line.Api.IsAround))));
    }

    /// <summary>What a new client of the type costs: a line about the type or its nearest base, or about what creates it.</summary>
    public ApiFact? CostOf(ITypeSymbol client, ApiName creator)
    {
        for (var type = client; type is not null; type = type.BaseType)
            if (type is INamedTypeSymbol named && Covering(ApiRole.Costs, new(named.FullMetadataName(), null, default)) is { } cost)
                return cost;
        return Covering(ApiRole.Costs, creator);
    }

    /// <summary>True where one of the names of assemblies stands under the role, and all that stand under one of the two do.</summary>
    public bool HasOnly(ApiRole role, ApiRole other, IEnumerable<string> assemblies)
    {
        var known = assemblies.Where(name => Names(role, name) || Names(other, name)).ToList();
        return known.Count > 0 && known.All(name => Names(role, name));
    }

    private string? RemedyOf(ApiFact fact, INamedTypeSymbol? receiver)
    {
        if (!fact.Texts.IsEmpty)
            return fact.Texts[0];
        var role = fact.Role == ApiRole.Write ? ApiRole.WriteAll : ApiRole.ReadAll;
        if (receiver is not null && OfType(role, receiver) is { } own)
            return own.Texts[0];
        var many = fact.Role == ApiRole.Query ? null : fact.Instead;
        var line = many is null ? Covering(role, fact.Api) : About(role, many);
        return line?.Texts[0] is { Length: > 0 } words ? words : null;
    }

    /// <summary>A line about the very member.</summary>
    private ApiFact? About(ApiRole role, ApiName member) =>
        Lines(role).FirstOrDefault(line => line.Api.Member is not null && line.Api.Covers(member));

    /// <summary>A line about the very type, or its nearest base.</summary>
    private ApiFact? OfType(ApiRole role, INamedTypeSymbol receiver)
    {
        foreach (var type in receiver.SelfBasesAndInterfaces())
            foreach (var line in Lines(role))
                if (line.Api.Member is null && type.Is(line.Api.Type))
                    return line;
        return null;
    }

    private ApiFact? Covering(ApiRole role, ApiName api) => Lines(role).FirstOrDefault(line => line.Api.Covers(api));

    public bool Names(ApiRole role, string assembly) => Lines(role).Any(line => line.Api.IsAround(assembly));

    private ApiFact[] Lines(ApiRole role) => longestFirst.TryGetValue(role, out var lines) ? lines : [];
}

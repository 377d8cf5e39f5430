using PerfAnalyzers.Code;

namespace PerfAnalyzers.Knowledge;

/// <summary>The facts of one table, or of several, found by name.</summary>
internal sealed class ApiIndex
{
    private readonly Dictionary<string, ApiFact[]> claims;
    private readonly ApiFact[] exclusions;
    private readonly Lazy<LibraryFacts> libraries;
    private readonly Lazy<CodeFacts> code;

    public ApiIndex(IEnumerable<ApiFact> facts)
    {
        Facts = facts.ToImmutableArray();
        claims = OfMembers(excludes: false).GroupBy(fact => fact.Api.Member!).ToDictionary(group => group.Key, group => group.ToArray());
        exclusions = [.. OfMembers(excludes: true)];
        HasCode = Facts.Any(fact => fact.Role.Subject() == RoleSubject.Code);
        HasLibraries = Facts.Any(fact => fact.Role.Subject() == RoleSubject.Library);
        libraries = new(() => new(Facts));
        code = new(() => new(Facts));
    }

    public ImmutableArray<ApiFact> Facts { get; }

    /// <summary>True where a line is about who runs code.</summary>
    public bool HasCode { get; }

    /// <summary>True where a line is about a whole library.</summary>
    public bool HasLibraries { get; }

    public LibraryFacts Libraries => libraries.Value;

    public CodeFacts Code => code.Value;

    /// <summary>The simple names of what has one of the roles and belongs to one of the assemblies.</summary>
    public IEnumerable<string> NamesOf(ImmutableArray<ApiRole> roles, ImmutableHashSet<string> assemblies) =>
        OfMembers(excludes: false)
            .Where(fact => roles.Contains(fact.Role) && (fact.Assembly is null || assemblies.Contains(fact.Assembly)))
            .Select(fact => fact.Api.WrittenName);

    public ApiFact? Find(ISymbol member, ApiRole role)
    {
        if (!claims.TryGetValue(member.Name, out var candidates) || member.DeclaringType() is not { } declaring)
            return null;

        foreach (var type in declaring.SelfBasesAndInterfaces())
            foreach (var fact in candidates)
                if (fact.Role == role && type.Is(fact.Api.Type) && fact.Api.HasMember(member))
                    return fact;
        return null;
    }

    public bool Excludes(ISymbol member, ApiRole role, ITypeSymbol? receiver)
    {
        foreach (var fact in exclusions)
            if (fact.Role == role && fact.Api.HasMember(member) && (fact.Api.Matches(member) || receiver.IsA(fact.Api.Type)))
                return true;
        return false;
    }

    private IEnumerable<ApiFact> OfMembers(bool excludes) =>
        Facts.Where(fact => fact.Excludes == excludes && fact.Role.Subject() == RoleSubject.Member);
}

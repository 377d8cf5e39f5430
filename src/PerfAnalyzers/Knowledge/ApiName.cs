using PerfAnalyzers.Code;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// A type, or one of its members, written <c>Namespace.Type`1::Member(FirstParameter,SecondParameter)</c>; of a library also a namespace or
/// an
/// assembly. Parameters are simple type names and only the first ones need to be written; <c>()</c> means that no argument is required.
/// </summary>
internal sealed record ApiName(string Type, string? Member, ImmutableArray<string> Parameters)
{
    /// <summary>Stands for every member that a type declares.</summary>
    public const string EveryMember = "*";

    /// <summary>The name as code writes it: the member's; of a constructor, or where no member is named, the type's.</summary>
    public string WrittenName => Member is null or WellKnownMemberNames.InstanceConstructorName ? MetadataName.Split('`')[0] : Member;

    /// <summary>The type's own name with its arity, without what it is declared in.</summary>
    public string MetadataName => Type.Substring(Type.LastIndexOfAny(['.', '+']) + 1);

    public bool NamesOverload => !Parameters.IsDefault;

    /// <summary>Reads the notation; null where it is not well formed.</summary>
    public static ApiName? TryParse(string text, string? defaultType = null)
    {
        var parameters = default(ImmutableArray<string>);
        var open = text.IndexOf('(');
        if (open >= 0)
        {
            if (text[text.Length - 1] != ')')
                return null;
            var list = text.Substring(open + 1, text.Length - open - 2);
            parameters = list.Split([','], StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
            text = text.Substring(0, open);
        }

        var separator = text.IndexOf("::", StringComparison.Ordinal);
        var (type, member) = defaultType is null ? (text, null) : (defaultType, text);
        if (separator >= 0)
            (type, member) = (text.Substring(0, separator), text.Substring(separator + 2));
        var isMember = member is null ? open < 0 : member == EveryMember || IsName(member);
        return IsName(type) && isMember ? new(type, member, parameters) : null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.' or '+' or '`');

    /// <summary>True when the member is this API or overrides, hides, implements or inherits it.</summary>
    public bool Matches(ISymbol member) =>
        member.DeclaringType() is { } type && HasMember(member) && type.SelfBasesAndInterfaces().Any(candidate => candidate.Is(Type));

    public bool HasMember(ISymbol member) =>
        Member is null || (member.Name == Member && (!NamesOverload || IsOverload(member)));

    private bool IsOverload(ISymbol member) => member is IMethodSymbol method && HasParameters(method);

    /// <summary>True where this is the other API, its type, or a namespace around it.</summary>
    public bool Covers(ApiName other) => Member is null ? IsAround(other.Type) : Member == other.Member && Type == other.Type;

    /// <summary>True where this is the name itself, or a namespace or type around it.</summary>
    public bool IsAround(string name) =>
        Member is null && name.StartsWith(Type, StringComparison.Ordinal)
            && (name.Length == Type.Length || name[Type.Length] is '.' or '+');

    private bool HasParameters(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        var parameters = definition.IsExtensionMethod ? definition.Parameters.RemoveAt(0) : definition.Parameters;
        if (Parameters.Length == 0)
            return parameters.All(parameter => parameter.IsOptional || parameter.IsParams);
        return parameters.Length >= Parameters.Length
            && !Parameters.Where((name, index) => SimpleName(parameters[index].Type) != name).Any();
    }

    /// <summary>The name of a parameter's type as tables write it.</summary>
    public static string SimpleName(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? SimpleName(array.ElementType) + "[]" : type.Name;

    public override string ToString() =>
        (Member is null ? Type : $"{Type}::{Member}") + (NamesOverload ? $"({string.Join(",", Parameters)})" : "");
}

using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers whether a method that a loop calls for one item has a form that takes them all: declared beside it, with the same verb and
/// for the same thing, a collection where the method takes one value, and for a read as many results. <c>GetByIdAsync(id)</c> has one
/// in <c>GetManyByIdsAsync(ids)</c>.
/// </summary>
internal static class ManyForm
{
    /// <summary>How many calls may lie between a form for many and the code that it is written with.</summary>
    private const int Forwards = 3;

    /// <summary>The form for many, if it saves anything.</summary>
    /// <param name="call">The call for one item.</param>
    /// <param name="loop">The loop over the items.</param>
    /// <param name="calls">The calls of the project; null where the code behind the form cannot be asked for.</param>
    /// <param name="isAround">True where the loop is how that form is written, so that there is none to call instead.</param>
    public static IMethodSymbol? Of(IInvocationOperation call, LoopCode loop, CallGraph? calls, out bool isAround)
    {
        var forms = All(call, loop).ToList();
        isAround = forms.Any(form => IsWrittenAround(form, call, calls));
        return isAround
            ? null
            : forms.FirstOrDefault(form => calls?.Reaches(form, call.TargetMethod, depth: 1, CancellationToken.None) != true);
    }

    private static IEnumerable<IMethodSymbol> All(IInvocationOperation call, LoopCode loop)
    {
        if (call.Instance is not { Type: INamedTypeSymbol type } instance || IsFramework(call.TargetMethod.ContainingType)
            || loop.UsesItem(instance))
            return [];
        var varying = call.Arguments.Where(argument => loop.UsesItem(argument.Value)).ToList();
        return varying is [{ Parameter: { } single }]
            ? type.SelfBasesAndInterfaces().SelectMany(declaring => declaring.GetMembers()).OfType<IMethodSymbol>()
                .Select(candidate => WithArgumentsOf(call.TargetMethod, candidate))
                .Where(candidate => IsManyForm(candidate, call, single))
            : [];
    }

    /// <summary>A generic form for many is asked for the same types.</summary>
    private static IMethodSymbol WithArgumentsOf(IMethodSymbol method, IMethodSymbol candidate) =>
        candidate.Arity > 0 && candidate.Arity == method.Arity ? candidate.Construct([.. method.TypeArguments]) : candidate;

    private static bool IsManyForm(IMethodSymbol candidate, IInvocationOperation call, IParameterSymbol single)
    {
        var method = call.TargetMethod;
        var result = ResultOf(method);
        if (!IsOfSameKind(candidate, method)
            || candidate.Parameters.FirstOrDefault(parameter => TakesAsMany(parameter, single, result)) is not { } many)
            return false;
        return SaysNoMore(method, candidate, single, result)
            && (!call.IsResultUsed() || GivesAsMany(ResultOf(candidate), result))
            && candidate.Parameters.All(other => IsSame(other, many) || other.IsOptional || IsGivenToo(other, method, single));
    }

    /// <summary>True for a collection of what the method for one takes, and for a filter that has such a collection.</summary>
    private static bool TakesAsMany(IParameterSymbol many, IParameterSymbol single, ITypeSymbol result) =>
        AreMany(many.Type, single.Type)
            ? IsEntity(single.Type) || IsPluralOf(many.Name, single.Name, result)
            : many.Type is { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None }
                && many.Type.GetMembers().OfType<IPropertySymbol>().Any(property => Selects(property, single, result));

    private static bool Selects(IPropertySymbol property, IParameterSymbol single, ITypeSymbol result) =>
        property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
        && AreMany(property.Type, single.Type) && IsPluralOf(property.Name, single.Name, result);

    /// <summary>True for another method that code here may call, with the same verb, and awaited as the first is.</summary>
    private static bool IsOfSameKind(IMethodSymbol candidate, IMethodSymbol method) =>
        candidate is { MethodKind: MethodKind.Ordinary, IsStatic: false } && IsAccessible(candidate)
        && (candidate.Arity, IsAsynchronous(candidate)) == (method.Arity, IsAsynchronous(method))
        && NameWords.InSingular(candidate.Name).First() == NameWords.InSingular(method.Name).First();

    private static bool IsAsynchronous(IMethodSymbol method) => method.ReturnType.IsTask() || IsStream(method.ReturnType);

    private static bool IsStream(ITypeSymbol type) => type.IsA("System.Collections.Generic.IAsyncEnumerable`1");

    private static bool IsAccessible(IMethodSymbol candidate) =>
        candidate.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
        && !candidate.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute");

    /// <summary>True where a parameter of the form for many is one that the method for one takes as well.</summary>
    private static bool IsGivenToo(IParameterSymbol other, IMethodSymbol method, IParameterSymbol single) =>
        method.Parameters.Any(own => !IsSame(own, single) && SymbolEqualityComparer.Default.Equals(own.Type, other.Type));

    private static bool IsSame(IParameterSymbol one, IParameterSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static bool GivesAsMany(ITypeSymbol results, ITypeSymbol result) =>
        result.SpecialType == SpecialType.System_Void || results.Same(result) || HoldsMany(results, result);

    /// <summary>
    /// A loop in the form for many, over the form for one, is how that form is written; so is one in the method that it forwards to.
    /// </summary>
    private static bool IsWrittenAround(IMethodSymbol many, IInvocationOperation call, CallGraph? calls)
    {
        foreach (var method in call.EnclosingFunctions())
            if (Contract.MembersOf(method).Contains(many.OriginalDefinition)
                || calls?.Reaches(many, method, Forwards, CancellationToken.None) == true)
                return true;
        return false;
    }

    /// <summary>Collections and streams of the framework have overloads for many that wait for nothing.</summary>
    private static bool IsFramework(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } name
        && (name.StartsWith("System", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));

    private static ITypeSymbol ResultOf(IMethodSymbol method) => method.ReturnType.OnceAwaited();

    /// <summary>
    /// False for <c>GetByIdWithLinesAsync</c> beside <c>GetManyAsync</c>: the name says something that the form for many does not do.
    /// </summary>
    private static bool SaysNoMore(IMethodSymbol method, IMethodSymbol many, IParameterSymbol single, ITypeSymbol result)
    {
        var known = new[] { many.Name, single.Name, EntityOf(result) }.SelectMany(NameWords.InSingular).Concat(["By", "Async"])
            .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        return NameWords.InSingular(method.Name).All(known.Contains);
    }

    private static bool IsEntity(ITypeSymbol type) => type is { IsReferenceType: true, SpecialType: SpecialType.None };

    /// <summary><c>ids</c> for <c>id</c>; <c>productIds</c> too where products are what is asked for.</summary>
    private static bool IsPluralOf(string many, string single, ITypeSymbol result) =>
        string.Equals(Without(result, many), Without(result, single) + "s", StringComparison.OrdinalIgnoreCase);

    private static string Without(ITypeSymbol result, string name)
    {
        var entity = EntityOf(result);
        return name.Length > entity.Length && name.StartsWith(entity, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(entity.Length) : name;
    }

    private static string EntityOf(ITypeSymbol result) =>
        (result as INamedTypeSymbol)?.TypeArguments is [{ } element] ? element.Name : result.Name;

    private static bool AreMany(ITypeSymbol collection, ITypeSymbol single) =>
        collection.SpecialType != SpecialType.System_String && HoldsMany(collection, single);

    private static bool IsCollection(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_Collections_IEnumerable;

    private static bool HoldsMany(ITypeSymbol collection, ITypeSymbol element) => collection switch
    {
        IArrayTypeSymbol array => SymbolEqualityComparer.Default.Equals(array.ElementType, element),
        INamedTypeSymbol { TypeArguments: [.., var last] } named => SymbolEqualityComparer.Default.Equals(last, element)
            && (IsStream(named) || named.SelfBasesAndInterfaces().Any(IsCollection)),
        _ => false,
    };
}

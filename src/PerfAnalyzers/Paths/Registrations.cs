using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Paths;

/// <summary>
/// Answers how the project registers its types with the container. Only registrations that mention the type are bound, and only of types
/// that a rule asks for. Thread-safe.
/// </summary>
internal sealed class Registrations(CallGraph calls, ApiKnowledge apis)
{
    private static readonly ImmutableArray<ApiRole> Again = ImmutableArray.Create(ApiRole.Scoped);

    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> again =
        new(() => calls.CallsNamed(apis.NamesOf(Again).Contains, CancellationToken.None).ToImmutableArray());

    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> once =
        new(() => calls.CallsNamed(apis.InsteadOf(ApiRole.Scoped).Contains, CancellationToken.None).ToImmutableArray());

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>True for a type that is registered so that the container makes it again for each scope or use.</summary>
    public bool MakesAgain(INamedTypeSymbol type, CancellationToken cancellation)
    {
        type = type.OriginalDefinition;
        return known.TryGetValue(type, out var answer) ? answer : known.GetOrAdd(type, Find(type, cancellation));
    }

    /// <summary>True for a service that the project registers so that there is one for all scopes.</summary>
    public bool MakesOnce(INamedTypeSymbol service, CancellationToken cancellation) =>
        CallsThatMention(service.Name, once.Value, cancellation)
            .Any(call => TypesIn(call).Concat(Made(call)).Any(type => type.OriginalDefinition.Same(service.OriginalDefinition)));

    /// <summary>What the container makes of a registration: the type, or what its factory returns; nothing where that is unseen.</summary>
    public static IEnumerable<INamedTypeSymbol> Made(IInvocationOperation registration) => FactoryOf(registration) is { } factory
        ? Returned(factory).Select(value => value.Type).OfType<INamedTypeSymbol>()
        : TypesIn(registration).Reverse().Take(1);

    /// <summary>The lambda that makes the service; null where the container does.</summary>
    public static IAnonymousFunctionOperation? FactoryOf(IInvocationOperation registration) => registration.Arguments
        .Select(argument => argument.Value.WithoutDelegate()).OfType<IAnonymousFunctionOperation>().FirstOrDefault();

    /// <summary>What a lambda returns, through the local that it is kept in.</summary>
    public static IEnumerable<IOperation> Returned(IAnonymousFunctionOperation factory) =>
        from result in LoopCode.WithoutOtherFunctions(factory.Body).OfType<IReturnOperation>()
        let value = result.ReturnedValue?.WithoutConversions()
        where value is not null
        select value is ILocalReferenceOperation local ? local.InitialValue()?.WithoutConversions() ?? value : value;

    private bool Find(INamedTypeSymbol type, CancellationToken cancellation) =>
        CallsThatMention(type.Name, again.Value, cancellation)
            .Any(call => apis.Find(call, ApiRole.Scoped) is not null && Made(call).Any(made => made.OriginalDefinition.Same(type)));

    /// <summary>The calls in whose text the word stands, such as the name of a type.</summary>
    private IEnumerable<IInvocationOperation> CallsThatMention(
        string word, ImmutableArray<InvocationExpressionSyntax> places, CancellationToken cancellation) =>
        places.Where(place => Mentions(place, word)).Select(place => calls.Bound(place, cancellation)).OfType<IInvocationOperation>();

    /// <summary>True where the word stands in the call itself, and not in those that it goes on from.</summary>
    private static bool Mentions(InvocationExpressionSyntax call, string word)
    {
        var name = (call.Expression as MemberAccessExpressionSyntax)?.Name ?? (SyntaxNode)call.Expression;
        return name.DescendantTokens().Concat(call.ArgumentList.DescendantTokens()).Any(token => token.ValueText == word);
    }

    /// <summary>The types that are written in a registration, the implementation last.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesIn(IInvocationOperation registration) => registration.TargetMethod.TypeArguments
        .Concat(registration.Arguments.Select(argument => (argument.Value.WithoutConversions() as ITypeOfOperation)?.TypeOperand))
        .OfType<INamedTypeSymbol>();
}

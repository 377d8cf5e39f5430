using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

/// <summary>Answers whether a registration is that of a client, and what the client is made of.</summary>
/// <param name="Type">The type of the client.</param>
/// <param name="Creation">The line about what creates it.</param>
/// <param name="Factory">The lambda that makes it; null where the container does.</param>
internal sealed record RegisteredClient(INamedTypeSymbol Type, ApiFact Creation, IAnonymousFunctionOperation? Factory)
{
    /// <summary>Services of which there is one for all scopes, or whose value is the same in all.</summary>
    private static readonly string[] SameForAll =
    [
        "Microsoft.Extensions.Configuration.IConfiguration", "Microsoft.Extensions.Options.IOptions`1",
        "Microsoft.Extensions.Options.IOptionsMonitor`1", "Microsoft.Extensions.Logging.ILogger",
        "Microsoft.Extensions.Logging.ILoggerFactory", "Microsoft.Extensions.Hosting.IHostEnvironment",
        "System.Net.Http.IHttpClientFactory", "System.TimeProvider",
    ];

    public static RegisteredClient? Of(IInvocationOperation registration, ApiKnowledge apis) =>
        Registrations.FactoryOf(registration) is { } factory
            ? Registrations.Returned(factory).Select(value => OfValue(value, factory, apis)).FirstOrDefault(client => client is not null)
            : Registrations.Made(registration).Select(type => OfType(type, apis)).FirstOrDefault(client => client is not null);

    /// <summary>True where the function is the factory of a registration that returns the client itself.</summary>
    public static bool IsMadeBy(IOperation client, ApiKnowledge apis) =>
        client.EnclosingLambda() is { } factory && factory.TakingCall() is { } registration
        && apis.Find(registration, ApiRole.Scoped) is not null
        && Registrations.Returned(factory).Any(value => ReferenceEquals(value, client));

    /// <summary>The name under which the registration calls its method, with the type arguments.</summary>
    public static SyntaxNode NameOf(IInvocationOperation registration) => registration.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax call => call.Expression,
        var other => other,
    };

    /// <summary>True where nothing that the client is made of may differ from scope to scope.</summary>
    public bool IsSameForAll(Registrations registrations, CancellationToken cancellation)
    {
        if (Factory is null)
            return Type.InstanceConstructors.Any(constructor =>
                constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.All(parameter => parameter.IsOptional));
        return LoopCode.WithoutOtherFunctions(Factory.Body).OfType<IParameterReferenceOperation>()
            .Where(use => Factory.Symbol.Parameters.Contains(use.Parameter, SymbolEqualityComparer.Default))
            .All(use => IsAskedForSame(use, registrations, cancellation));
    }

    private static bool IsAskedForSame(IOperation provider, Registrations registrations, CancellationToken cancellation) =>
        provider.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { TypeArguments: [INamedTypeSymbol asked] } } }
        && (asked.IsAnyOf(SameForAll) || registrations.MakesOnce(asked, cancellation));

    private static RegisteredClient? OfValue(IOperation value, IAnonymousFunctionOperation factory, ApiKnowledge apis)
    {
        var fact = value switch
        {
            IObjectCreationOperation creation => apis.Find(creation, ApiRole.Client),
            IInvocationOperation call => apis.Find(call, ApiRole.Client),
            _ => null,
        };
        return fact is not null && value.Type is INamedTypeSymbol type ? new(type, fact, factory) : null;
    }

    private static RegisteredClient? OfType(INamedTypeSymbol type, ApiKnowledge apis) => type.InstanceConstructors
        .Select(constructor => apis.Find(constructor, ApiRole.Client)).FirstOrDefault(fact => fact is not null) is { } creation
            ? new(type, creation, Factory: null)
            : null;
}

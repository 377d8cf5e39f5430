using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Paths;

/// <summary>
/// Answers whether a synchronous method can become asynchronous together with all that calls it: every known use is a call that could be
/// awaited where it stands. Syntax is asked first, since most names are also written in some synchronous method. Thread-safe.
/// </summary>
internal sealed class AsynchronousCallers(CallGraph calls, Handlers handlers, DelegateUse delegates)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>True where there is a call, and every use is a call that could be awaited.</summary>
    public bool AreAllOf(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        return known.TryGetValue(method, out var answer) ? answer : known.GetOrAdd(method, Find(method, cancellation));
    }

    private bool Find(IMethodSymbol method, CancellationToken cancellation)
    {
        if (!MayBecomeAsynchronous(method) || !LookAsynchronous(method, cancellation))
            return false;
        var uses = calls.Of(method, cancellation)?.Where(use => !use.IsInNameOf() && !IsIn(method, use.Syntax)).ToList();
        return uses is { Count: > 0 } && uses.All(IsAwaitable);
    }

    /// <summary>
    /// True where nothing in the declaration stands against it: nobody else prescribes it, and it is not the synchronous one of two forms.
    /// </summary>
    private static bool MayBecomeAsynchronous(IMethodSymbol method) =>
        !method.IsAsync && !method.ReturnType.IsTask() && AwaitObstacles.OfSignature(method) == AwaitObstacle.None
        && Contract.MembersOf(method).All(member =>
            member.IsOwnOf(method.ContainingAssembly) && member.ContainingType.GetMembers(member.Name + "Async").IsEmpty);

    private bool LookAsynchronous(IMethodSymbol method, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var place in calls.PlacesOf(method, cancellation))
            if (!IsNamed(place) && !IsIn(method, place) && (++count > CallGraph.Limit || !LooksAsynchronous(place, cancellation)))
                return false;
        return count > 0;
    }

    private bool LooksAsynchronous(SyntaxNode place, CancellationToken cancellation) =>
        place.FunctionAround() switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default || IsMapped(lambda),
            LocalFunctionStatementSyntax local => FunctionSyntax.LooksAsynchronous(local.Modifiers, local.ReturnType),
            MethodDeclarationSyntax method => FunctionSyntax.LooksAsynchronous(method.Modifiers, method.ReturnType)
                || (calls.DeclaredBy(method, cancellation) is { } symbol && handlers.HasFreeSignature(symbol)),
            GlobalStatementSyntax => true,
            _ => false,
        };

    private bool IsAwaitable(IOperation use)
    {
        if (use is not IInvocationOperation || use.ObstacleToAwait() != AwaitObstacle.None)
            return false;
        if (use.IsInAsynchronousFunction())
            return true;
        if (use.EnclosingLambda() is { } lambda)
            return lambda.TakingArgument() is { } argument && delegates.IsEndpoint(argument);
        return use.EnclosingFunction() is { } function && handlers.HasFreeSignature(function) && !Contract.MustBeSynchronous(function);
    }

    /// <summary>True for a place in the method itself, where it calls itself.</summary>
    private static bool IsIn(IMethodSymbol method, SyntaxNode place) => method.DeclaringSyntaxReferences.Any(declaration =>
        declaration.SyntaxTree == place.SyntaxTree && declaration.Span.Contains(place.Span));

    private static bool IsNamed(SyntaxNode place) => place.Ancestors().TakeWhile(node => node is not StatementSyntax).Any(node =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    /// <summary>True for a lambda that may become an endpoint: <c>app.MapGet("/", () => prices.Load())</c>.</summary>
    private static bool IsMapped(AnonymousFunctionExpressionSyntax lambda) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
        && access.Name.Identifier.ValueText.StartsWith("Map", StringComparison.Ordinal);
}

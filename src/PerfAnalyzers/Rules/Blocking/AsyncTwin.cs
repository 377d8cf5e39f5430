using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>
/// The asynchronous call that does what a synchronous one does: it binds with the same arguments, and its result is the same once awaited.
/// </summary>
/// <param name="Method">The twin.</param>
/// <param name="Call">The call of it, to be awaited in the place of the synchronous one.</param>
/// <param name="Namespace">The namespace that must be imported for the call; null where nothing needs to be.</param>
internal sealed record AsyncTwin(IMethodSymbol Method, ExpressionSyntax Call, string? Namespace)
{
    /// <param name="call">The synchronous call.</param>
    /// <param name="instead">What the table says to write in its place.</param>
    /// <param name="cancellation">The CancellationToken in scope, which the twin is given where it takes one; null for none.</param>
    public static AsyncTwin? Find(IInvocationOperation call, ApiName instead, string? cancellation)
    {
        if (call.Syntax is not InvocationExpressionSyntax syntax || instead.Member is not { } name)
            return null;
        if (TwinSyntax.Renamed(syntax, name) is not { } renamed)
            return null;
        if (cancellation is not null)
            foreach (var token in TwinSyntax.Tokens(syntax.ArgumentList, cancellation))
                if (Bound(call, renamed.WithArgumentList(syntax.ArgumentList.AddArguments(token)), instead, token) is { } cancellable)
                    return cancellable;
        return Bound(call, renamed.WithArgumentList(syntax.ArgumentList), instead, token: null);
    }

    /// <summary>The written call as a twin; null where it binds to nothing of the kind, or where the token is something else.</summary>
    private static AsyncTwin? Bound(IInvocationOperation call, InvocationExpressionSyntax written, ApiName instead, ArgumentSyntax? token)
    {
        // An extension method is bound by its full name, whether or not its namespace is imported.
        var isElsewhere = !call.TargetMethod.ContainingType.OriginalDefinition.IsA(instead.Type)
            && call.TargetMethod.ContainingType.SelfBasesAndInterfaces().All(type => type.GetMembers(instead.Member!).IsEmpty);
        var bound = isElsewhere ? TwinSyntax.AsStaticCall(written, instead.Type) : written;
        if (bound is null || Bind(call, bound) is not { } method || !IsTwin(method, call))
            return null;
        if (token is not null && !TakesToken(method, token, bound.ArgumentList.Arguments))
            return null;
        return new(method, written, isElsewhere ? method.ContainingNamespace.ToDisplayString() : null);
    }

    private static IMethodSymbol? Bind(IInvocationOperation call, ExpressionSyntax written) => call.SemanticModel?
        .GetSpeculativeSymbolInfo(call.Syntax.SpanStart, written, SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;

    private static bool IsTwin(IMethodSymbol twin, IInvocationOperation call)
    {
        if (twin.ReturnType.AwaitedType() is not { } result)
            return false;
        if (twin.GetAttributes().Concat(twin.ContainingType.GetAttributes()).Any(IsDiscouraging))
            return false;
        var compilation = call.SemanticModel!.Compilation;
        return call.TargetMethod.ReturnsVoid || IsAsGood(compilation.ClassifyConversion(result, call.TargetMethod.ReturnType));
    }

    /// <summary>True where a result can stand for another without being changed.</summary>
    private static bool IsAsGood(Conversion conversion) => conversion.IsIdentity || conversion is { IsImplicit: true, IsReference: true };

    private static bool IsDiscouraging(AttributeData attribute) => attribute.AttributeClass?.Name switch
    {
        "ObsoleteAttribute" or "ExperimentalAttribute" => true,
        "EditorBrowsableAttribute" => attribute.ConstructorArguments is [{ Value: 1 }],
        _ => false,
    };

    /// <summary>True where the token that was added, as the last argument or by its name, is taken as a CancellationToken.</summary>
    private static bool TakesToken(IMethodSymbol twin, ArgumentSyntax token, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        if (token.NameColon is { } name)
            return twin.Parameters.Any(taken => taken.Name == name.Name.Identifier.ValueText && taken.Type.IsCancellationToken());
        var index = arguments.Count - 1;
        return index < twin.Parameters.Length && twin.Parameters[index].Type.IsCancellationToken()
            && arguments.All(argument => argument.NameColon is null);
    }
}

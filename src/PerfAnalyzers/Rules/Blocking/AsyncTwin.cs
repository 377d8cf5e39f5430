using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>The asynchronous call that does what a synchronous one does: it binds with the same arguments, and its result is the same once awaited.</summary>
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
        if (call.SemanticModel is not { } model || call.Syntax is not InvocationExpressionSyntax syntax || instead.Member is not { } name)
            return null;
        var isElsewhere = !call.TargetMethod.ContainingType.OriginalDefinition.SelfBasesAndInterfaces().Any(type => type.Is(instead.Type));
        foreach (var arguments in Arguments(syntax.ArgumentList, cancellation))
        {
            if (Renamed(syntax, name)?.WithArgumentList(arguments) is not { } renamed)
                return null;
            var bound = isElsewhere ? AsStaticCall(renamed, instead) : renamed;
            if (bound is not null && Bind(model, syntax.SpanStart, bound) is { } method && IsTwin(method, call, model.Compilation)
                && (arguments.Arguments.Count == syntax.ArgumentList.Arguments.Count || TakesToken(method, arguments, bound == renamed)))
                return new(method, renamed, isElsewhere ? method.ContainingNamespace.ToDisplayString() : null);
        }
        return null;
    }

    private static IEnumerable<ArgumentListSyntax> Arguments(ArgumentListSyntax arguments, string? cancellation)
    {
        if (cancellation is not null)
        {
            var token = Argument(IdentifierName(cancellation));
            if (arguments.Arguments.Count > 0)
                token = token.WithLeadingTrivia(Space);
            yield return arguments.AddArguments(token);
            yield return arguments.AddArguments(Argument(NameColon("cancellationToken").WithTrailingTrivia(Space), default, IdentifierName(cancellation)).WithLeadingTrivia(token.GetLeadingTrivia()));
        }
        yield return arguments;
    }

    /// <summary>The call with another name; for <c>x?.Read()</c> the call on x alone, good enough to bind.</summary>
    private static InvocationExpressionSyntax? Renamed(InvocationExpressionSyntax call, string name)
    {
        var access = call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>();
        if (access is not null && access.WhenNotNull.Span.Contains(call.Span) && call.DescendantNodes().OfType<MemberBindingExpressionSyntax>().FirstOrDefault() is { } binding
            && call.Span.Start == binding.SpanStart)
            return ParseExpression(access.Expression + call.ToString()) is InvocationExpressionSyntax joined && joined.Expression is not MemberBindingExpressionSyntax ? Renamed(joined, name) : null;
        return call.Expression switch
        {
            MemberAccessExpressionSyntax member => call.WithExpression(member.WithName(Renamed(member.Name, name))),
            SimpleNameSyntax simple => call.WithExpression(Renamed(simple, name)),
            _ => null,
        };
    }

    private static SimpleNameSyntax Renamed(SimpleNameSyntax old, string name) =>
        old.WithIdentifier(Identifier(old.Identifier.LeadingTrivia, name, old.Identifier.TrailingTrivia));

    /// <summary>An extension method is bound by its full name, whether or not its namespace is imported.</summary>
    private static InvocationExpressionSyntax? AsStaticCall(InvocationExpressionSyntax call, ApiName instead) =>
        call.Expression is MemberAccessExpressionSyntax member
            ? call
                .WithExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ParseName("global::" + instead.Type), member.Name))
                .WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(0, Argument(member.Expression.WithoutTrivia()))))
            : null;

    private static IMethodSymbol? Bind(SemanticModel model, int position, ExpressionSyntax call) =>
        model.GetSpeculativeSymbolInfo(position, call, SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;

    private static bool IsTwin(IMethodSymbol twin, IInvocationOperation call, Compilation compilation)
    {
        if (twin.ReturnType.AwaitedType() is not { } result || twin.GetAttributes().Concat(twin.ContainingType.GetAttributes()).Any(IsDiscouraging))
            return false;
        var conversion = compilation.ClassifyConversion(result, call.TargetMethod.ReturnType);
        return call.TargetMethod.ReturnsVoid ? true : conversion.IsIdentity || (conversion.IsImplicit && conversion.IsReference);
    }

    private static bool IsDiscouraging(AttributeData attribute) =>
        attribute.AttributeClass?.Name is "ObsoleteAttribute" or "ExperimentalAttribute"
        || (attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);

    private static bool TakesToken(IMethodSymbol twin, ArgumentListSyntax arguments, bool isBoundAsWritten)
    {
        if (arguments.Arguments.Last().NameColon is { } name)
            return twin.Parameters.Any(parameter => parameter.Name == name.Name.Identifier.ValueText && parameter.Type.IsCancellationToken());
        var index = arguments.Arguments.Count - (isBoundAsWritten ? 1 : 0);
        return index < twin.Parameters.Length && twin.Parameters[index].Type.IsCancellationToken() && arguments.Arguments.All(argument => argument.NameColon is null);
    }
}

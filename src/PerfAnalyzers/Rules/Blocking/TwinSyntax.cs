using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Writes the call of a twin in the place of a call.</summary>
internal static class TwinSyntax
{
    /// <summary>The call with another name; for <c>x?.Read()</c> the call on x alone, good enough to bind.</summary>
    public static InvocationExpressionSyntax? Renamed(InvocationExpressionSyntax call, string name)
    {
        if (ConditionalAround(call) is { } access)
            return ParseExpression(access.Expression + call.ToString()) is InvocationExpressionSyntax joined
                && joined.Expression is not MemberBindingExpressionSyntax ? Renamed(joined, name) : null;
        return call.Expression switch
        {
            MemberAccessExpressionSyntax member => call.WithExpression(member.WithName(Renamed(member.Name, name))),
            SimpleNameSyntax simple => call.WithExpression(Renamed(simple, name)),
            _ => null,
        };
    }

    /// <summary>The token as a further argument: as the last one, and by its name.</summary>
    public static IEnumerable<ArgumentSyntax> Tokens(ArgumentListSyntax arguments, string cancellation)
    {
        var space = arguments.Arguments.Count > 0 ? TriviaList(Space) : TriviaList();
        yield return Argument(IdentifierName(cancellation)).WithLeadingTrivia(space);
        var name = NameColon("cancellationToken").WithTrailingTrivia(Space);
        yield return Argument(name, default, IdentifierName(cancellation)).WithLeadingTrivia(space);
    }

    /// <summary>The extension method as a static call of its type; null where it is called on nothing.</summary>
    public static InvocationExpressionSyntax? AsStaticCall(InvocationExpressionSyntax call, string type)
    {
        if (call.Expression is not MemberAccessExpressionSyntax member)
            return null;
        var receiver = Argument(member.Expression.WithoutTrivia());
        return call
            .WithExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ParseName("global::" + type), member.Name))
            .WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(0, receiver)));
    }

    /// <summary>The <c>?.</c> whose right side begins with the call.</summary>
    private static ConditionalAccessExpressionSyntax? ConditionalAround(InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access && access.WhenNotNull.Span.Contains(call.Span)
        && call.DescendantNodes().OfType<MemberBindingExpressionSyntax>().FirstOrDefault()?.SpanStart == call.SpanStart
            ? access
            : null;

    private static SimpleNameSyntax Renamed(SimpleNameSyntax old, string name) =>
        old.WithIdentifier(Identifier(old.Identifier.LeadingTrivia, name, old.Identifier.TrailingTrivia));
}

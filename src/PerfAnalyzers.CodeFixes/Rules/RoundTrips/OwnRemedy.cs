using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Answers whether a loop is itself what the remedy calls: the body of the form for many, or what is left when that form has failed.</summary>
internal static class OwnRemedy
{
    /// <summary>True where the method around the site calls itself in the rewritten code more often than before, so that it may never end.</summary>
    public static bool IsCalledBy(SyntaxNode rewritten, FixSite site) =>
        site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name }
        && rewritten.DescendantNodes().Count(node => CallsOwn(node, name)) > site.Root.DescendantNodes().Count(node => CallsOwn(node, name));

    /// <summary>True where the code runs because a method of one of the names has thrown.</summary>
    public static bool HasFailedBefore(SyntaxNode code, params string?[] names) => code.Ancestors().OfType<CatchClauseSyntax>()
        .Select(handler => ((TryStatementSyntax)handler.Parent!).Block)
        .Any(attempt => attempt.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => names.Contains(NameOf(call))));

    /// <summary>True for a call of that name on the same instance, or of a static method of the same type.</summary>
    private static bool CallsOwn(SyntaxNode node, string name) =>
        node is InvocationExpressionSyntax { Expression: SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } call
        && NameOf(call) == name;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}

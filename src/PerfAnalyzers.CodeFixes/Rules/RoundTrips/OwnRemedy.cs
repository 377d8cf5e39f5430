using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Answers whether a loop is itself what the remedy calls: the body of the form for many, or its fallback.</summary>
internal static class OwnRemedy
{
    /// <summary>True where the method around the site calls itself in the rewritten code, and did not before: it might never end.</summary>
    public static bool IsCalledBy(SyntaxNode rewritten, FixSite site) =>
        site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name }
        && CallsOf(rewritten, name) > CallsOf(site.Root, name);

    /// <summary>True where the code runs because a method of one of the names has thrown.</summary>
    public static bool HasFailedBefore(SyntaxNode code, params string?[] names) => code.Ancestors().OfType<CatchClauseSyntax>()
        .Select(handler => ((TryStatementSyntax)handler.Parent!).Block)
        .Any(attempt => attempt.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => names.Contains(NameOf(call))));

    /// <summary>How many calls of that name are made on the same instance, or on the same type.</summary>
    private static int CallsOf(SyntaxNode root, string name) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(call => NameOf(call) == name && IsOwn(call.Expression));

    private static bool IsOwn(ExpressionSyntax called) =>
        called is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}

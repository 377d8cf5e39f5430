using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Answers which CancellationToken code can pass on.</summary>
internal static class CancellationInScope
{
    /// <summary>
    /// The name of the CancellationToken parameter of the enclosing function, or of one around it; null where there is none or a choice.
    /// None inside catch and finally either: what cleans up must not be cancelled.
    /// </summary>
    public static string? CancellationTokenAt(this SemanticModel model, SyntaxNode node)
    {
        if (CleansUp(node))
            return null;
        var symbol = model.GetEnclosingSymbol(node.SpanStart);
        while (symbol is IMethodSymbol function)
        {
            var tokens = function.Parameters.Where(IsToken).ToList();
            if (tokens.Count > 0)
                return tokens is [{ Name: not "_" and var name }] ? name : null;
            symbol = function.IsStatic ? null : symbol.ContainingSymbol;
        }
        return null;
    }

    public static bool IsCancellationToken(this ITypeSymbol type) =>
        type is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    private static bool IsToken(IParameterSymbol parameter) => parameter.RefKind == RefKind.None && IsCancellationToken(parameter.Type);

    private static bool CleansUp(SyntaxNode node) => node.Ancestors()
        .TakeWhile(ancestor => ancestor is not MemberDeclarationSyntax)
        .Any(ancestor => ancestor is CatchClauseSyntax or FinallyClauseSyntax);
}

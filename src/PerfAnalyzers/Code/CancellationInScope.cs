using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

internal static class CancellationInScope
{
    /// <summary>
    /// The name of the CancellationToken parameter of the enclosing function, or of one around it; null where there is none or a choice.
    /// None inside catch and finally either: what cleans up must not be cancelled.
    /// </summary>
    public static string? CancellationTokenAt(this SemanticModel model, SyntaxNode node)
    {
        if (node.Ancestors().TakeWhile(ancestor => ancestor is not MemberDeclarationSyntax).Any(ancestor => ancestor is CatchClauseSyntax or FinallyClauseSyntax))
            return null;
        for (var symbol = model.GetEnclosingSymbol(node.SpanStart); symbol is IMethodSymbol function; symbol = function.IsStatic ? null : symbol.ContainingSymbol)
        {
            var tokens = function.Parameters.Where(parameter => parameter.RefKind == RefKind.None && IsCancellationToken(parameter.Type)).ToList();
            if (tokens.Count > 0)
                return tokens.Count == 1 && tokens[0].Name != "_" ? tokens[0].Name : null;
        }
        return null;
    }

    public static bool IsCancellationToken(this ITypeSymbol type) =>
        type is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };
}

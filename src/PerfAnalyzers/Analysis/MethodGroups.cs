using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Analysis;

internal static class MethodGroups
{
    /// <summary>The places in the type around <paramref name="at"/>, in the same file, where the function is passed on by name instead of being called.</summary>
    public static IEnumerable<IOperation> Passing(IMethodSymbol function, IOperation at)
    {
        if (function.Name.Length == 0 || at.SemanticModel is not { } model || at.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            yield break;
        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == function.Name))
        {
            SyntaxNode expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (expression.Parent is ArgumentSyntax && model.GetOperation(expression) is IMethodReferenceOperation { Parent: { } parent } reference
                && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function.OriginalDefinition))
                yield return parent;
        }
    }
}

namespace PerfAnalyzers.Code;

/// <summary>Answers what a local variable is declared with.</summary>
internal static class DeclaredValue
{
    /// <summary>The initial value, or null where there is none or it lies in another file.</summary>
    public static IOperation? Of(ILocalReferenceOperation reference) =>
        reference.Local.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == reference.Syntax.SyntaxTree
        && reference.SemanticModel?.GetOperation(declaration.GetSyntax()) is IVariableDeclaratorOperation declarator
            ? declarator.GetVariableInitializer()?.Value : null;
}

namespace PerfAnalyzers.Code;

/// <summary>Answers what a local variable starts with, and where a variable is declared.</summary>
internal static class Values
{
    /// <summary>What the local is declared with, whatever is assigned to it later; null where that is nothing.</summary>
    public static IOperation? InitialValue(this ILocalReferenceOperation local) =>
        DeclaratorOf(local.Local, local)?.GetVariableInitializer()?.Value;

    /// <summary>What the local is declared with, where nothing else is ever assigned to it.</summary>
    public static IOperation? OnlyValue(this ILocalReferenceOperation local) =>
        Variables.ChangesOf(local.Local, local).Any() ? null : local.InitialValue();

    /// <summary>The declarator of the local; null for one that a pattern, an out argument or a loop declares.</summary>
    public static IVariableDeclaratorOperation? DeclaratorOf(ILocalSymbol local, IOperation at) =>
        local.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == at.Syntax.SyntaxTree
            ? at.SemanticModel?.GetOperation(declaration.GetSyntax()) as IVariableDeclaratorOperation
            : null;

    /// <summary>The local that the value is declared as, if it is.</summary>
    public static ILocalSymbol? DeclaredLocal(this IOperation value) =>
        value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } ? local : null;

    /// <summary>True for a local or parameter that the code declares, and that is new each time the code runs.</summary>
    public static bool IsDeclaredIn(this ISymbol variable, SyntaxNode code) =>
        variable is ILocalSymbol or IParameterSymbol
        && variable.DeclaringSyntaxReferences.Any(declaration =>
            declaration.SyntaxTree == code.SyntaxTree && code.Span.Contains(declaration.Span));

    /// <summary>True for the constant 0 and for TimeSpan.Zero.</summary>
    public static bool IsZero(this IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: 0 }
        || value.WithoutConversions() is IFieldReferenceOperation { Field.Name: "Zero" };

    /// <summary>True for the constant <c>true</c>, or the constant <c>false</c>.</summary>
    public static bool IsConstant(this IOperation value, bool expected) =>
        value.ConstantValue is { HasValue: true, Value: bool constant } && constant == expected;
}

namespace PerfAnalyzers.Analysis;

/// <summary>What can be seen of the SQL that a call sends.</summary>
internal static class SqlText
{
    private static readonly string[] Changes = ["INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "WITH"];

    /// <summary>True for a visible statement that changes rows, false for any other, such as one that creates a table; null where the text cannot be seen.</summary>
    public static bool? ChangesRows(IOperation? text) =>
        Beginning(text)?.TrimStart() is { Length: > 0 } sql
            ? Changes.Any(word => sql.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (sql.Length == word.Length || !char.IsLetterOrDigit(sql[word.Length])))
            : null;

    /// <summary>The SQL of a Dapper call, or of a command that is a local variable: what its constructor was given, or its CommandText was set to.</summary>
    public static IOperation? Of(IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sql" or "command") is { } argument)
            return argument.Value;
        if (call.Receiver() is not ILocalReferenceOperation { Local: var command })
            return null;
        var code = call.Function().DescendantsAndSelf().ToList();
        var creation = code.OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, command))?.GetVariableInitializer()?.Value;
        return code.OfType<ISimpleAssignmentOperation>().LastOrDefault(assignment => assignment.Syntax.SpanStart < call.Syntax.SpanStart
                && assignment.Target is IPropertyReferenceOperation { Property.Name: "CommandText", Instance: ILocalReferenceOperation set }
                && SymbolEqualityComparer.Default.Equals(set.Local, command))?.Value
            ?? creation?.Descendants().OfType<ISimpleAssignmentOperation>()
                .FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "CommandText" })?.Value
            ?? FirstText(creation?.WithoutConversions());
    }

    /// <summary>The constant beginning of a text, also of one that was put into a local variable.</summary>
    private static string? Beginning(IOperation? text) => text?.WithoutConversions() switch
    {
        { ConstantValue: { HasValue: true, Value: string constant } } => constant,
        IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation { Text: var first }, ..] } => Beginning(first),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Beginning(sum.LeftOperand),
        IInvocationOperation { TargetMethod.Name: "Format" or "Create", Arguments: [var format, ..] } => Beginning(format.Value),
        IInterpolatedStringHandlerCreationOperation { Content: var content } => Beginning(content),
        IObjectCreationOperation { Arguments: [var first, ..] } => Beginning(first.Value),
        ILocalReferenceOperation { Local: var local } reference => Beginning(reference.Function().Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value),
        _ => null,
    };

    private static IOperation? FirstText(IOperation? creation) => (creation switch
    {
        IObjectCreationOperation constructed => constructed.Arguments,
        IInvocationOperation created => created.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    }).Select(argument => argument.Value).FirstOrDefault(value => value.Type?.SpecialType == SpecialType.System_String);
}

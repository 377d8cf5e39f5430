namespace PerfAnalyzers.Code;

/// <summary>What can be seen of the SQL that a call sends.</summary>
internal static class SqlText
{
    private static readonly string[] Changes = ["INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "WITH"];
    private static readonly string[] SideEffects = ["INSERT ", "UPDATE ", "DELETE ", "MERGE ", "NEXTVAL", "EXEC "];
    private static readonly string[] TableWords = [" FROM", " JOIN", " INTO", "UPDATE", " TABLE"];

    /// <summary>
    /// True for a visible statement that changes rows, false for any other, such as one that creates a table; null where the text
    /// cannot be seen.
    /// </summary>
    public static bool? ChangesRows(IOperation? text) =>
        Beginning(text)?.TrimStart() is { Length: > 0 } sql ? Changes.Any(word => BeginsWith(sql, word)) : null;

    private static bool BeginsWith(string sql, string word) =>
        sql.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (sql.Length == word.Length || !char.IsLetterOrDigit(sql[word.Length]));

    /// <summary>True where the visible text of a query also changes something, such as a row that it returns or a sequence.</summary>
    public static bool HasSideEffects(IOperation? text) =>
        Beginning(text) is { } sql && SideEffects.Any(word => sql.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>
    /// True where the text names another table for each item of the loop, or comes with the item: no list of values can stand for those.
    /// </summary>
    public static bool NamesTableByItem(IOperation? text, LoopCode loop)
    {
        if (Resolved(text) is IMemberReferenceOperation given && loop.UsesItem(given))
            return true;
        if (Resolved(text) is not IInterpolatedStringOperation { Parts: var parts })
            return false;
        for (var index = 1; index < parts.Length; index++)
            if (IsOfItem(parts[index], loop) && Beginning(parts[index - 1]) is { } before && EndsInTableName(before))
                return true;
        return false;
    }

    private static bool IsOfItem(IInterpolatedStringContentOperation part, LoopCode loop) =>
        part is IInterpolationOperation && loop.UsesItem(part);

    /// <summary>True after <c>FROM </c> and also after <c>FROM prefix_</c>.</summary>
    private static bool EndsInTableName(string sql)
    {
        var start = sql.Length;
        while (start > 0 && !char.IsWhiteSpace(sql[start - 1]))
            start--;
        var before = sql.Substring(0, start).TrimEnd();
        return TableWords.Any(word => before.EndsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The SQL of a Dapper call, or of a command that is a local variable: what its constructor was given, or its CommandText was set to.
    /// </summary>
    public static IOperation? Of(IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sql" or "command") is { } argument)
            return argument.Value;
        if (call.Receiver() is not ILocalReferenceOperation local)
            return null;
        var creation = local.InitialValue();
        var before = Variables.ReferencesTo(local.Local, call).Where(use => use.Syntax.SpanStart < call.Syntax.SpanStart);
        return before.Select(TextSetOn).LastOrDefault(text => text is not null)
            ?? creation?.Descendants().OfType<ISimpleAssignmentOperation>().FirstOrDefault(IsOfText)?.Value
            ?? FirstText(creation?.WithoutConversions());
    }

    /// <summary>The text that is set where a command is used: <c>command.CommandText = text</c>.</summary>
    private static IOperation? TextSetOn(ILocalReferenceOperation command) =>
        command.Parent?.Parent is ISimpleAssignmentOperation assignment && IsOfText(assignment) && assignment.Target == command.Parent
            ? assignment.Value
            : null;

    private static bool IsOfText(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IPropertyReferenceOperation { Property.Name: "CommandText" };

    /// <summary>The constant beginning of a text, also of one that a local variable holds.</summary>
    private static string? Beginning(IOperation? text) => Resolved(text) switch
    {
        { ConstantValue: { HasValue: true, Value: string constant } } => constant,
        IInterpolatedStringOperation { Parts: [var first, ..] } => Beginning(first),
        IInterpolatedStringTextOperation { Text: var literal } => Beginning(literal),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Beginning(sum.LeftOperand),
        IInvocationOperation { TargetMethod.Name: "Format" or "Create", Arguments: [var format, ..] } => Beginning(format.Value),
        IInterpolatedStringHandlerCreationOperation { Content: var content } => Beginning(content),
        IObjectCreationOperation { Arguments: [var first, ..] } => Beginning(first.Value),
        _ => null,
    };

    /// <summary>The text itself, or what the local variable that holds it was declared with.</summary>
    private static IOperation? Resolved(IOperation? text) => text?.WithoutConversions() switch
    {
        { ConstantValue.HasValue: true } constant => constant,
        ILocalReferenceOperation local => local.InitialValue()?.WithoutConversions(),
        var other => other,
    };

    private static IOperation? FirstText(IOperation? creation) => (creation switch
    {
        IObjectCreationOperation constructed => constructed.Arguments,
        IInvocationOperation created => created.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    }).Select(argument => argument.Value).FirstOrDefault(value => value.Type?.SpecialType == SpecialType.System_String);
}

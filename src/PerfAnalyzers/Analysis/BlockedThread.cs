namespace PerfAnalyzers.Analysis;

/// <summary>Answers whether anybody suffers when the thread that runs an operation is blocked.</summary>
internal static class BlockedThread
{
    /// <summary>How loud a finding about blocking here may be; null where blocking is nobody's loss.</summary>
    public static DiagnosticSeverity? SeverityOfBlocking(this IOperation operation, AnalyzedProject project, CancellationToken cancellation)
    {
        if (operation.IsInNameOf() || operation.IsInExpressionTree() || IsObsolete(operation) || operation.IsOnDedicatedThread())
            return null;
        var path = project.PathOf(operation, cancellation);
        return path.IsExempt ? null
            : path.IsHot ? DiagnosticSeverity.Warning
            : operation.IsInAsynchronousFunction() ? DiagnosticSeverity.Info
            : null;
    }

    private static bool IsObsolete(IOperation operation)
    {
        for (ISymbol? symbol = operation.EnclosingFunction(); symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
            if (symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute"))
                return true;
        return false;
    }
}

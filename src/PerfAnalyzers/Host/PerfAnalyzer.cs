namespace PerfAnalyzers.Host;

/// <summary>Base of every rule about code: silent where no server runs.</summary>
public abstract class PerfAnalyzer : RuleAnalyzer
{
    private protected PerfAnalyzer(DiagnosticDescriptor rule) : base(rule)
    {
    }

    private protected sealed override void Start(CompilationStartAnalysisContext start)
    {
        if (ProjectKind.IsServerCode(start.Compilation))
            Register(start, new Project(start.Compilation, start.Options, start.CancellationToken));
    }

    private protected abstract void Register(CompilationStartAnalysisContext start, Project project);

    /// <summary>Reports at <paramref name="at"/> unless the user has excluded the API or the code around it.</summary>
    /// <param name="context">The operation under analysis.</param>
    /// <param name="project">The project under analysis.</param>
    /// <param name="called">The API that the finding is about.</param>
    /// <param name="at">The syntax to underline.</param>
    /// <param name="severity">How loud this finding is; null for the rule's own severity.</param>
    /// <param name="properties">What the fix needs to know.</param>
    /// <param name="arguments">The arguments of the rule's message.</param>
    private protected void Report(
        OperationAnalysisContext context, Project project, ISymbol? called, SyntaxNode at, DiagnosticSeverity? severity,
        ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        if (!project.IsExcluded(context.Operation, called, context.ContainingSymbol))
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, at.GetLocation(), severity ?? Rule.DefaultSeverity, additionalLocations: null, properties, arguments));
    }
}

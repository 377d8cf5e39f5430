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
            Register(start);
    }

    private protected abstract void Register(CompilationStartAnalysisContext start);
}

using PerfAnalyzers.Host;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.Rules.Configuration;

/// <summary>
/// Reports where the rules that <c>perfanalyzers.explain</c> names have looked and said nothing, with the guard that decided.
/// Judges anew what the rules judge for themselves, so that a rule pays nothing for being explainable.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExplainSilence() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0000";

    /// <summary>The property of the diagnostic that holds the guard's name.</summary>
    internal const string GuardName = "guard";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Likely, latency: Impact.Neutral, throughput: Impact.Neutral,
        title: "Explain why a rule is silent",
        message: "{0} is silent here ({1}): {2}");

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterSemanticModelAction(context =>
    {
        var model = context.SemanticModel;
        var asked = PerfOption.Explain.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree));
        if (asked.Length == 0)
            return;
        var project = Project.Of(model.Compilation, context.Options);
        foreach (var rule in CallRule.Every.Where(rule => ExplainedRules.Contains(asked, rule.SupportedDiagnostics[0].Id)))
            foreach (var (place, verdict) in rule.Judge(model, project, context.CancellationToken))
                if (verdict is Silence silence)
                    context.ReportDiagnostic(Explain(rule, place, silence));
    });

    private static Diagnostic Explain(CallRule rule, SyntaxNode place, Silence silence) => Diagnostic.Create(
        Descriptor, place.GetLocation(), DiagnosticSeverity.Info,
        silence.Because is { } because ? [because.GetLocation()] : [],
        ImmutableDictionary<string, string?>.Empty.Add(GuardName, silence.Guard.Name),
        rule.SupportedDiagnostics[0].Id, silence.Guard.Name, silence.Guard.Sentence);
}

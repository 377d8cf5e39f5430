using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Configuration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KnowledgeTableLine() : RuleAnalyzer(Descriptor)
{
    internal const string Id = "PERF0001";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Neutral, throughput: Impact.Neutral,
        title: "Every line of a knowledge table says something about an API that exists",
        message: "This line has no effect: {0}");

    private protected override void Start(CompilationStartAnalysisContext start) => start.RegisterAdditionalFileAction(Analyze);

    private void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!ApiTable.IsTable(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;

        var table = ApiTable.Read(text);
        foreach (var problem in table.Problems.Concat(table.Lines.SelectMany(line => Missing(line, context))))
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, Location.Create(context.AdditionalFile.Path, problem.Span, text.Lines.GetLinePositionSpan(problem.Span)), problem.Message));
    }

    private static IEnumerable<ApiTableProblem> Missing(ApiTableLine line, AdditionalFileAnalysisContext context) =>
        ((ApiName?[])[line.Fact.Api, line.Fact.Instead]).OfType<ApiName>()
            .Select(api => NamedApi.WhatIsMissing(api, context)).OfType<string>()
            .Select(message => new ApiTableProblem(line.Span, message))
            .Take(1);
}

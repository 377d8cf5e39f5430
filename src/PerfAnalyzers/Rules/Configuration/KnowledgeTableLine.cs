using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Configuration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KnowledgeTableLine() : RuleAnalyzer(Descriptor)
{
    internal const string Id = "PERF0001";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Neutral, throughput: Effect.Neutral,
        title: "Every line of a knowledge table says something about an API that exists",
        message: "This line has no effect: {0}");

    private protected override void Start(CompilationStartAnalysisContext start) => start.RegisterAdditionalFileAction(Analyze);

    private void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!ApiTable.IsTable(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;

        var table = ApiTable.Read(text);
        var problems = BelongsToProject(context) ? table.Problems.Concat(table.Lines.SelectMany(line => Missing(line, context.Compilation))) : table.Problems;
        foreach (var problem in problems)
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, Location.Create(context.AdditionalFile.Path, problem.Span, text.Lines.GetLinePositionSpan(problem.Span)), problem.Message));
    }

    /// <summary>A table outside the project's folder is shared: what it names need not exist in every project that takes it.</summary>
    private static bool BelongsToProject(AdditionalFileAnalysisContext context) =>
        !context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.projectdir", out var folder)
        || context.AdditionalFile.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ApiTableProblem> Missing(ApiTableLine line, Compilation compilation)
    {
        foreach (var api in (ApiName?[])[line.Fact.Api, line.Fact.Instead])
            if (api is not null && WhatIsMissing(api, compilation) is { } message)
            {
                yield return new(line.Span, message);
                yield break;
            }
    }

    private static string? WhatIsMissing(ApiName api, Compilation compilation)
    {
        var types = compilation.GetTypesByMetadataName(api.Type);
        if (types.IsEmpty)
            return $"no type '{api.Type}' in this project or its references; check the spelling, and write 'Outer+Nested' and 'Generic`1'";
        return api.Member is null || types.Any(type => type.SelfBasesAndInterfaces().Any(declaring => !declaring.GetMembers(api.Member).IsEmpty))
            ? null
            : $"type '{api.Type}' has no member '{api.Member}'; check the spelling";
    }
}

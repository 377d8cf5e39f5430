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
        // What was learned is about members that only some of the projects can see.
        if (!ApiTable.IsTable(context.AdditionalFile) || ApiTable.IsLearned(context.AdditionalFile)
            || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;

        var table = ApiTable.Read(text);
        foreach (var problem in table.Problems.Concat(table.Lines.SelectMany(line => Missing(line, context))))
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                Location.Create(context.AdditionalFile.Path, problem.Span, text.Lines.GetLinePositionSpan(problem.Span)),
                problem.Message));
    }

    private static IEnumerable<ApiTableProblem> Missing(ApiTableLine line, AdditionalFileAnalysisContext context) =>
        Problems(line.Fact, context).OfType<string>().Select(message => new ApiTableProblem(line.Span, message)).Take(1);

    private static IEnumerable<string?> Problems(ApiFact fact, AdditionalFileAnalysisContext context)
    {
        if (ApiRoles.Unread.Contains(fact.Role))
            yield return $"no rule asks for the role '{fact.Role.Word()}'";
        yield return fact.Role.Subject() switch
        {
            RoleSubject.Member => NamedApi.WhatIsMissing(fact.Api, context),
            RoleSubject.Library => NamedApi.WhatIsMissingOfLibrary(fact.Api, context),
            _ => NamedApi.WhatIsMissing(fact.Api.Member is ApiName.EveryMember or WellKnownMemberNames.InstanceConstructorName
                ? fact.Api with { Member = null }
                : fact.Api, context),
        };
        if (fact.Instead is { } instead)
            yield return NamedApi.WhatIsMissing(instead, context);
    }
}

using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Configuration;

/// <summary>
/// Reports learned lines that the project's own code contradicts. Only a project that holds bodies of a member can tell, and only that
/// each call makes the round trip: that some do may hold for bodies elsewhere.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LearnedLine() : RuleAnalyzer(Descriptor)
{
    internal const string Id = "PERF0003";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Neutral, throughput: Impact.Neutral,
        title: "Every learned line says what the code does",
        message: "This line is out of date: '{0}' {1}; run 'perfanalyzers learn' again");

    private protected override void Start(CompilationStartAnalysisContext start) => start.RegisterAdditionalFileAction(Analyze);

    private void Analyze(AdditionalFileAnalysisContext context)
    {
        var file = context.AdditionalFile;
        if (!ApiTable.IsTable(file) || !ApiTable.IsLearned(file) || file.GetText(context.CancellationToken) is not { } text)
            return;
        var project = Project.Of(context.Compilation, context.Options);
        foreach (var line in ApiTable.Read(text).Lines.Where(line => IsPromise(line.Fact)))
            foreach (var contradiction in Contradictions(line.Fact, project, context.CancellationToken).Take(1))
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)),
                    line.Fact.Api.ToString(), contradiction));
    }

    private static bool IsPromise(ApiFact fact) =>
        fact is { Excludes: false, IsSometimes: false, Role: ApiRole.Read or ApiRole.Write };

    private static IEnumerable<string> Contradictions(ApiFact fact, Project project, CancellationToken cancellation)
    {
        var verb = fact.Role == ApiRole.Read ? "reads" : "writes";
        foreach (var method in MethodsOf(fact.Api, project.Compilation))
            foreach (var body in project.Calls.BodiesOf(method))
                switch (project.EffectsOf(body, cancellation).Effects.FirstOrDefault(effect => effect.What == fact.Role))
                {
                    case null:
                        yield return $"no longer {verb}";
                        break;
                    case { When: When.Sometimes }:
                        yield return $"{verb} in some calls only";
                        break;
                }
    }

    private static IEnumerable<IMethodSymbol> MethodsOf(ApiName api, Compilation compilation) =>
        api.Member is { } member
            ? compilation.GetTypesByMetadataName(api.Type).SelectMany(type => type.GetMembers(member))
                .OfType<IMethodSymbol>().Where(api.HasMember)
            : [];
}

using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Host;

/// <summary>
/// Base of every rule that judges calls, creations and accesses. It binds only what bears a name that the rule is about, weighs how loud
/// a finding is, leaves out what the user has excluded, and reports the steps of the path.
/// </summary>
public abstract class CallRule : PerfAnalyzer
{
    private static readonly Lazy<ImmutableArray<CallRule>> Known = new(() =>
        typeof(CallRule).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(CallRule).IsAssignableFrom(type))
            .Select(type => (CallRule)Activator.CreateInstance(type))
            .OrderBy(rule => rule.SupportedDiagnostics[0].Id, StringComparer.Ordinal)
            .ToImmutableArray());

    private readonly ConditionalWeakTable<ApiKnowledge, ImmutableHashSet<string>> names = new();
    private readonly ImmutableArray<ApiRole> about;

    private protected CallRule(DiagnosticDescriptor rule, params ApiRole[] about) : base(rule) => this.about = about.ToImmutableArray();

    /// <summary>Every rule about calls, in the order of the ids.</summary>
    internal static ImmutableArray<CallRule> Every => Known.Value;

    private protected sealed override void Register(CompilationStartAnalysisContext start) => start.RegisterSemanticModelAction(context =>
    {
        var project = Project.Of(context.SemanticModel.Compilation, context.Options);
        foreach (var (place, verdict) in Judge(context.SemanticModel, project, context.CancellationToken))
            if (verdict is Finding finding)
                context.ReportDiagnostic(Report(place, finding));
    });

    /// <summary>Every place of the file that concerns the rule, with what it says of it.</summary>
    internal IEnumerable<(SyntaxNode Place, Verdict Verdict)> Judge(SemanticModel model, Project project, CancellationToken cancellation)
    {
        var root = model.SyntaxTree.GetRoot(cancellation);
        var reported = new HashSet<object>();
        var judged = new HashSet<SyntaxNode>();
        foreach (var position in Candidates(model, root, project, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Places.UseAt(root, position) is not { } place || !judged.Add(place) || !MayConcern(place, model, project))
                continue;
            if (Foresee(place, model, project, cancellation) is { } foreseen)
                yield return (place, foreseen);
            else if (Judge(place, model, project, cancellation) is { } verdict)
                yield return (place, IsAgain(verdict, reported) ? Guard.ReportedOnce : verdict);
        }
    }

    private static bool IsAgain(Verdict verdict, HashSet<object> reported) =>
        verdict is Finding { About: { } about } && !reported.Add(about);

    /// <summary>What the rule says of a place; null where it does not concern the rule at all.</summary>
    private protected abstract Verdict? Judge(Call call);

    /// <summary>False for a place that can be told to be none of the rule's before it is bound.</summary>
    private protected virtual bool MayConcern(SyntaxNode place, SemanticModel model, Project project) =>
        place is not ExpressionSyntax expression || !project.IsLinqInMemory(expression, model);

    /// <summary>A reason to be silent that syntax and the symbols declared around a place show, before anything is bound.</summary>
    private protected virtual Guard? Foresee(SyntaxNode place, SemanticModel model, Project project, CancellationToken cancellation) =>
        null;

    /// <summary>The places of a file whose names the rule is about.</summary>
    private protected virtual IEnumerable<int> Candidates(Places places, Project project)
    {
        var known = NamesIn(project);
        return places.Names.Where(known.Contains).SelectMany(places.Of).OrderBy(position => position);
    }

    /// <summary>The role of constructors that the rule is about, which derived types have too; null for none.</summary>
    private protected virtual ApiRole? CreatedRole => null;

    private IEnumerable<int> Candidates(SemanticModel model, SyntaxNode root, Project project, CancellationToken cancellation)
    {
        var places = Places.In(model.SyntaxTree, cancellation);
        var named = Candidates(places, project);
        if (CreatedRole is not { } role)
            return named;
        var derived = project.Created.In(places, model, root, role, NamesIn(project));
        return named.Concat(derived).Distinct().OrderBy(position => position);
    }

    private protected ImmutableHashSet<string> NamesIn(Project project) => names.GetValue(project.Apis, apis => apis.NamesOf(about));

    private Verdict? Judge(SyntaxNode place, SemanticModel model, Project project, CancellationToken cancellation)
    {
        if (model.GetOperation(place, cancellation) is not { } operation)
            return null;
        var call = new Call(operation, project, cancellation);
        return Judge(call) is { } verdict ? Weigh(call, verdict) : null;
    }

    private static Verdict Weigh(Call call, Verdict verdict)
    {
        if (verdict is not Finding finding)
            return verdict;
        if (call.Project.IsExcluded(call.Operation, call.Member))
            return Guard.Excluded;
        var isHot = finding.RunsPerRequest || call.Path is { IsHot: true, IsLearned: false };
        var sure = isHot ? finding.Sure : Sureness.Likely;
        if (sure == Sureness.Likely && call.Read(PerfOption.Report) == "certain")
            return Guard.ReportsOnlyCertain;
        return finding with { Sure = sure };
    }

    private Diagnostic Report(SyntaxNode place, Finding finding) => Diagnostic.Create(
        Rule, (finding.At ?? place).GetLocation(),
        finding.Sure == Sureness.Certain ? Rule.DefaultSeverity : DiagnosticSeverity.Info,
        finding.Via.Select(step => step.Location).Where(step => step.IsInSource), finding.ForFix, finding.Words);
}

using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using AnalyzedProject = PerfAnalyzers.Host.Project;
using Finding = PerfAnalyzers.Host.Finding;

namespace PerfAnalyzers.Tool.Explaining;

/// <summary>All that is known about the calls of a line: the path, what tables and effects say, and what each rule makes of it.</summary>
internal static class LineExplanation
{
    /// <param name="model">The file.</param>
    /// <param name="line">The line, counted from 0.</param>
    /// <param name="project">The project that it is in.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<string> Of(SemanticModel model, int line, AnalyzedProject project, CancellationToken cancellation)
    {
        var text = model.SyntaxTree.GetText(cancellation).Lines[line];
        yield return text.ToString().Trim();
        foreach (var call in CallsIn(model, text.Span, cancellation))
        {
            yield return $"  {call.Syntax.ToString().Split('\n')[0]}";
            yield return $"    path: {Describe(project.PathOf(call, cancellation))}";
            foreach (var fact in ApiRoles.All.Where(IsOfMember).Select(role => project.Apis.Find(call, role)).OfType<ApiFact>())
                yield return $"    table: {fact.Role.Word()}  {fact.Api}{(fact.IsLearned ? "  (learned)" : "")}";
            foreach (var effect in project.Effects.At(call, cancellation).Effects)
                yield return $"    effect: {Describe(effect.Effect)}";
        }
        foreach (var rule in CallRule.Every)
            foreach (var (place, verdict) in rule.Judge(model, project, cancellation).Where(judged => Starts(judged.Place, text.Span)))
                yield return $"  {rule.SupportedDiagnostics[0].Id}: {Describe(place, verdict, rule)}";
    }

    private static bool IsOfMember(ApiRole role) => role.Subject() == RoleSubject.Member;

    private static IEnumerable<IInvocationOperation> CallsIn(SemanticModel model, TextSpan line, CancellationToken cancellation)
    {
        var places = Places.In(model.SyntaxTree, cancellation);
        var root = model.SyntaxTree.GetRoot(cancellation);
        return places.Names.SelectMany(places.Of).Where(line.Contains).Order()
            .Select(position => Places.UseAt(root, position)).OfType<SyntaxNode>()
            .Select(place => model.GetOperation(place, cancellation)).OfType<IInvocationOperation>();
    }

    private static bool Starts(SyntaxNode place, TextSpan line) => line.Contains(place.SpanStart) || line.Contains(place.Span.End - 1);

    private static string Describe(Paths.CodePath path)
    {
        var kind = path.Kind.ToString().ToLowerInvariant();
        var calls = path.Steps == 1 ? "1 call" : $"{path.Steps} calls";
        var learned = path.IsLearned ? " (learned)" : "";
        return path.HandlerName is { } handler ? $"{kind}, {calls} from {handler}{learned}" : kind;
    }

    private static string Describe(Effect effect) =>
        $"{effect.What.Word()}, {effect.When.ToString().ToLowerInvariant()}: "
        + string.Join(Step.Arrow, effect.Via.Select(step => step.Name));

    private static string Describe(SyntaxNode place, Verdict verdict, CallRule rule) => verdict switch
    {
        Finding finding => "reports: " + string.Format(
            rule.SupportedDiagnostics[0].MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), finding.Words),
        Silence { Because: { } because } silence when because != place =>
            $"{Sentence(silence)} See line {LineOf(because)}: {because.ToString().Split('\n')[0].Trim()}",
        Silence silence => Sentence(silence),
        _ => "",
    };

    private static string Sentence(Silence silence) => $"is silent ({silence.Guard.Name}): {silence.Guard.Sentence}";

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}

using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;
using AnalyzedProject = PerfAnalyzers.Host.Project;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>Who runs the members that other projects call: the strongest path that was seen.</summary>
internal sealed class MemberRunners
{
    /// <summary>The strongest first.</summary>
    private static readonly ImmutableArray<(PathKind Kind, ApiRole Role)> Strength =
    [
        (PathKind.Request, ApiRole.Request), (PathKind.Message, ApiRole.Message),
        (PathKind.Callback, ApiRole.Callback), (PathKind.Worker, ApiRole.Worker),
    ];

    private readonly SortedDictionary<string, (int Rank, string By)> runners = new(StringComparer.Ordinal);

    public void Add(string member, CrossCall call, AnalyzedProject project, CancellationToken cancellation)
    {
        if (call.Model.GetOperation(call.Place, cancellation) is not { } operation)
            return;
        var path = project.PathOf(operation, cancellation);
        var rank = Strength.IndexOf(Strength.FirstOrDefault(strength => strength.Kind == path.Kind));
        if (rank < 0)
            return;
        var found = (rank, path.HandlerName ?? "");
        if (!runners.TryGetValue(member, out var known) || found.CompareTo(known) < 0)
            runners[member] = found;
    }

    public IEnumerable<LearnedLine> Lines() =>
        runners.Select(runner => new LearnedLine(Strength[runner.Value.Rank].Role.Word(), runner.Key, "", runner.Value.By));
}

using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Loading;
using AnalyzedProject = PerfAnalyzers.Host.Project;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>
/// Looks at every project of a solution until nothing new is found out: what a repository does is known to the service that calls it, and
/// what the service does to the controller, whichever is compiled first; and who runs them is known the other way. Tests neither run
/// members nor implement them.
/// </summary>
internal static class SolutionLearning
{
    /// <summary>No solution has so many layers; two members that contradict each other end here.</summary>
    private const int MostRounds = 8;

    /// <summary>Who runs a member matters to rules that look for one of these.</summary>
    private static readonly ImmutableArray<ApiRole> OnPaths = [ApiRole.Wait, ApiRole.Blocking, ApiRole.Sleep, ApiRole.Client];

    /// <summary>The text of the table.</summary>
    /// <param name="loaded">What to look at.</param>
    /// <param name="old">The table as it stands, whose lines that begin with <c>!</c> are kept.</param>
    /// <param name="progress">Told what is at work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<string> Run(LoadedSolution loaded, string old, Action<string> progress, CancellationToken cancellation)
    {
        List<Compiled> projects = [];
        foreach (var project in loaded.Projects.Where(ProjectAnalysis.IsServerCode))
            projects.Add(new(project, (await project.GetCompilationAsync(cancellation))!));
        var crossing = CrossCalls.Between(projects.Select(project => project.Compilation));
        foreach (var project in projects)
            project.Calls.AddRange(crossing.In(project.Compilation, cancellation));

        var lines = new List<LearnedLine>();
        for (var (round, text) = (1, ""); round <= MostRounds; round++)
        {
            progress($"Learning, round {round}");
            lines = Lines(projects, LearnedFile.AsAdditionalText(LearnedFile.Write(lines, old), loaded.Folder), cancellation);
            var next = LearnedFile.Write(lines, old);
            if (next == text)
                break;
            text = next;
        }
        return LearnedFile.Write(ThatMatter(lines, projects), old);
    }

    private static List<LearnedLine> Lines(List<Compiled> compiled, AdditionalText known, CancellationToken cancellation)
    {
        var runners = new MemberRunners();
        var effects = new SortedDictionary<string, MemberEffects>(StringComparer.Ordinal);
        foreach (var one in compiled)
        {
            var project = one.Analyzed(known);
            foreach (var call in one.Calls)
            {
                var member = LearnedLine.NameOf(call.Member);
                effects.TryAdd(member, new());
                runners.Add(member, call, project, cancellation);
            }
        }

        foreach (var one in compiled)
            foreach (var (method, member) in MemberEffects.In(one.Compilation, effects.Keys.ToHashSet()))
                effects[member].Add(method, one.Analyzed(known), cancellation);
        return [.. effects.SelectMany(member => member.Value.Lines(member.Key)), .. runners.Lines()];
    }

    /// <summary>Who runs a member is left out where nothing that a rule looks for can be reached through its name.</summary>
    private static IEnumerable<LearnedLine> ThatMatter(List<LearnedLine> lines, List<Compiled> compiled)
    {
        var reached = compiled.SelectMany(one => one.Reach(OnPaths)).ToHashSet();
        return lines.Where(line => !line.IsRunner || reached.Contains(line.Member));
    }

    /// <summary>A project, and its calls of members of other projects.</summary>
    private sealed record Compiled(Project Project, Compilation Compilation)
    {
        private (AdditionalText Known, AnalyzedProject Project)? last;

        public List<CrossCall> Calls { get; } = [];

        /// <summary>The project as the rules see it, with what is known so far.</summary>
        public AnalyzedProject Analyzed(AdditionalText known)
        {
            if (last?.Known == known)
                return last.Value.Project;
            var own = Project.AnalyzerOptions;
            var files = own.AdditionalFiles.Where(file => !ApiTable.IsLearned(file)).Append(known);
            var project = AnalyzedProject.Of(Compilation, new AnalyzerOptions([.. files], own.AnalyzerConfigOptionsProvider));
            last = (known, project);
            return project;
        }

        /// <summary>The simple names through which the project reaches something of the roles.</summary>
        public IEnumerable<string> Reach(ImmutableArray<ApiRole> roles) =>
            last is { Project: { } project } ? project.Calls.ReachOf(project.Apis.NamesOf(roles)) : [];
    }
}

using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Tool.Loading;
using AnalyzedProject = PerfAnalyzers.Host.Project;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>
/// Looks at every project of a solution until nothing new is found out: what a repository does is known to the service that calls it, and
/// what the service does to the controller, whichever is compiled first; and who runs them is known the other way.
/// </summary>
internal static class SolutionLearning
{
    /// <summary>No solution has so many layers; two members that contradict each other end here.</summary>
    private const int MostRounds = 8;

    /// <summary>The text of the table.</summary>
    /// <param name="loaded">What to look at.</param>
    /// <param name="old">The table as it stands, whose lines that begin with <c>!</c> are kept.</param>
    /// <param name="progress">Told what is at work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<string> Run(LoadedSolution loaded, string old, Action<string> progress, CancellationToken cancellation)
    {
        var compilations = new List<(Project Project, Compilation Compilation)>();
        foreach (var project in loaded.Projects)
            compilations.Add((project, (await project.GetCompilationAsync(cancellation))!));

        var assemblies = compilations.Select(one => one.Compilation.AssemblyName!).ToHashSet();
        var names = compilations.SelectMany(one => NamesOf(one.Compilation.Assembly.GlobalNamespace)).ToHashSet();
        var crossing = new CrossCalls(names, assemblies);
        var calls = compilations.ToDictionary(one => one.Compilation, one => crossing.In(one.Compilation, cancellation).ToList());
        var text = LearnedFile.Write([], old);
        for (var round = 0; round < MostRounds; round++)
        {
            progress($"Learning, round {round + 1}");
            var next = LearnedFile.Write(Lines(compilations, calls, LearnedFile.AsAdditionalText(text, loaded.Folder), cancellation), old);
            if (next == text)
                break;
            text = next;
        }
        return text;
    }

    private static IEnumerable<LearnedLine> Lines(
        List<(Project Project, Compilation Compilation)> compilations, Dictionary<Compilation, List<CrossCall>> calls, AdditionalText known,
        CancellationToken cancellation)
    {
        var runners = new MemberRunners();
        var projects = compilations.Select(one => (one.Compilation, Project: Analyzed(one.Project, one.Compilation, known))).ToList();
        var members = new HashSet<string>();
        foreach (var (compilation, project) in projects)
            foreach (var call in calls[compilation])
            {
                var member = LearnedLine.NameOf(call.Member);
                members.Add(member);
                runners.Add(member, call, project, cancellation);
            }

        var effects = members.ToDictionary(member => member, _ => new MemberEffects());
        foreach (var (compilation, project) in projects)
            foreach (var (method, member) in MemberEffects.In(compilation, members))
                effects[member].Add(method, project, cancellation);
        return effects.SelectMany(member => member.Value.Lines(member.Key)).Concat(runners.Lines());
    }

    /// <summary>The project as the rules see it, with what is known so far.</summary>
    private static AnalyzedProject Analyzed(Project project, Compilation compilation, AdditionalText known)
    {
        var own = project.AnalyzerOptions;
        var files = own.AdditionalFiles.Where(file => Path.GetFileName(file.Path) != Path.GetFileName(known.Path)).Append(known);
        return AnalyzedProject.Of(compilation, new AnalyzerOptions([.. files], own.AnalyzerConfigOptionsProvider));
    }

    private static IEnumerable<string> NamesOf(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceOrTypeSymbol inner => NamesOf(inner),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => [method.Name],
            _ => [],
        });
}

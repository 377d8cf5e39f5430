namespace PerfAnalyzers.Tool.Loading;

/// <summary>A solution that stands in memory, without its compilations.</summary>
/// <param name="Name">What to call it in a report.</param>
/// <param name="Folder">The folder that it stands in.</param>
/// <param name="Solution">All projects, and what they depend on.</param>
/// <param name="Projects">Those to analyse: one for each project file that was asked for.</param>
/// <param name="Problems">What could not be loaded.</param>
internal sealed record LoadedSolution(
    string Name, string Folder, Solution Solution, IReadOnlyList<Project> Projects, IReadOnlyList<Problem> Problems);

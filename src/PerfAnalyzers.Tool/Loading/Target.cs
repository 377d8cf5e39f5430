using System.IO.Enumeration;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>What the path on the command line means.</summary>
/// <param name="Name">What to call it in a report.</param>
/// <param name="Folder">The folder that it stands in.</param>
/// <param name="Solution">The solution to open as a whole; null where projects are opened one by one.</param>
/// <param name="Projects">The C# projects, as full paths.</param>
/// <param name="Problems">What else the solution lists.</param>
internal sealed record Target(
    string Name, string Folder, string? Solution, IReadOnlyList<string> Projects, IReadOnlyList<Problem> Problems)
{
    private const string ProjectExtension = ".csproj";

    /// <param name="path">The full path of a solution, a project or a folder.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TargetException">There is nothing to analyse there.</exception>
    public static Task<Target> Find(string path, CancellationToken cancellation)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        if (Directory.Exists(path))
            return InFolder(path, cancellation);
        return File.Exists(path) ? OfFile(path, cancellation) : throw new TargetException($"There is no file or folder '{path}'.");
    }

    /// <summary>The projects with one of the names, in which <c>*</c> stands for anything; all of them where no name is given.</summary>
    public Target Only(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return this;
        if (names.FirstOrDefault(name => !Projects.Any(project => Has(project, name))) is { } unknown)
            throw new TargetException(
                $"No project of {Name} is named '{unknown}'. There are: {string.Join(", ", Projects.Select(NameOf))}.");
        var chosen = Projects.Where(project => names.Any(name => Has(project, name)));
        return this with { Solution = null, Projects = [.. chosen], Problems = [] };
    }

    private static async Task<Target> InFolder(string folder, CancellationToken cancellation)
    {
        var solutions = Directory.GetFiles(folder).Where(SolutionFile.IsOne).Order(StringComparer.Ordinal).ToList();
        var names = string.Join(", ", solutions.Select(Path.GetFileName));
        if (solutions.Count > 1)
            throw new TargetException($"'{folder}' holds several solutions; name one: {names}.");
        if (solutions.Count == 1)
            return await OfFile(solutions[0], cancellation);

        var projects = Directory.GetFiles(folder, "*" + ProjectExtension, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToList();
        return projects.Count > 0
            ? new Target(Path.GetFileName(folder), folder, Solution: null, projects, Problems: [])
            : throw new TargetException($"'{folder}' holds no .sln, no .slnx and no .csproj.");
    }

    private static async Task<Target> OfFile(string path, CancellationToken cancellation)
    {
        var (name, folder) = (Path.GetFileName(path), Path.GetDirectoryName(path)!);
        if (IsProject(path))
            return new Target(name, folder, Solution: null, [path], Problems: []);
        if (!SolutionFile.IsOne(path))
            throw new TargetException($"'{path}' is none of .sln, .slnx and .csproj.");

        var listed = await SolutionFile.Read(path, cancellation);
        var projects = listed.Where(project => IsProject(project) && File.Exists(project)).ToList();
        var problems = listed.Except(projects).Select(project => WhyNot(project, path)).OfType<Problem>();
        return new Target(name, folder, path, projects, [.. problems]);
    }

    // A shared project is compiled with the projects that import it.
    private static Problem? WhyNot(string project, string solution)
    {
        if (!Path.Exists(project))
            return new Problem(
                project, Line: null, "the solution lists this project, but it does not exist.",
                $"Remove it from {Path.GetFileName(solution)}.");
        return Path.GetExtension(project) is ".shproj"
            ? null
            : new Problem(project, Line: null, "only C# projects (.csproj) are analysed.");
    }

    private static bool IsProject(string path) => Path.GetExtension(path).Equals(ProjectExtension, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string project, string name) => FileSystemName.MatchesSimpleExpression(name, NameOf(project), ignoreCase: true);

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);
}

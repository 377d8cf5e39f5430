namespace PerfAnalyzers.Tool.Loading;

/// <summary>Restores the packages of all projects that can be restored.</summary>
internal static class PackageRestore
{
    // A project that cannot be read hides what is wrong with the next one.
    private const int MostRounds = 5;

    /// <returns>What keeps projects from being restored.</returns>
    public static async Task<IReadOnlyList<Problem>> Run(Target target, CancellationToken cancellation)
    {
        var whole = target.Solution ?? (target.Projects.Count == 1 ? target.Projects[0] : null);
        var errors = whole is null
            ? await RestoreTogether(target, target.Projects, cancellation)
            : await Restore(target.Folder, [whole], cancellation);
        List<Problem> problems = [.. errors.Select(error => error.ToProblem())];

        var rest = Without(target.Projects, errors);
        for (var round = 1; round < MostRounds && rest.Count > 0 && errors.Exists(StopsAll); round++)
        {
            errors = await RestoreTogether(target, rest, cancellation);
            problems.AddRange(errors.Select(error => error.ToProblem()));
            rest = Without(rest, errors);
        }

        return [.. problems.Distinct()];
    }

    /// <summary>NuGet restores nothing at all where one project of many cannot be read.</summary>
    private static bool StopsAll(BuildMessage error) => error.Code.StartsWith("MSB", StringComparison.Ordinal);

    private static List<string> Without(IEnumerable<string> projects, List<BuildMessage> errors)
    {
        var blamed = errors.Where(StopsAll).SelectMany(error => (string[])[error.File, error.Project]).ToHashSet();
        return [.. projects.Where(project => !blamed.Contains(project))];
    }

    private static async Task<List<BuildMessage>> RestoreTogether(
        Target target, IReadOnlyCollection<string> projects, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("perfanalyzers.");
        try
        {
            var solution = Path.Combine(folder.FullName, "restore.slnx");
            await SolutionFile.Write(solution, projects, cancellation);
            return await Restore(target.Folder, [solution, $"-p:SolutionDir={target.Folder}{Path.DirectorySeparatorChar}"], cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<BuildMessage>> Restore(string folder, string[] arguments, CancellationToken cancellation)
    {
        var (exitCode, output) = await DotNetCommand.Run(folder, ["restore", .. arguments, "-v", "q", "-nologo"], cancellation);
        var errors = BuildMessage.ErrorsIn(output).ToList();
        if (exitCode != 0 && errors.Count == 0)
            errors.Add(new BuildMessage(arguments[0], Line: null, "NU1000", $"'dotnet restore' failed: {output.Trim()}", Project: ""));
        return errors;
    }
}

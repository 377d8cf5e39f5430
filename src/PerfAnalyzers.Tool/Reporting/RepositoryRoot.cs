namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The folder that paths in a report for others are seen from.</summary>
internal static class RepositoryRoot
{
    /// <summary>That of the repository; the given folder where it lies in none.</summary>
    public static string Of(string folder)
    {
        for (var candidate = new DirectoryInfo(folder); candidate is not null; candidate = candidate.Parent)
            if (Path.Exists(Path.Combine(candidate.FullName, ".git")))
                return candidate.FullName;
        return folder;
    }
}

using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>What could not be analysed, and what to do about it.</summary>
internal static class ProblemLines
{
    public static void Write(TextWriter output, IReadOnlyList<Problem> problems, RelativePaths paths)
    {
        foreach (var problem in problems)
            output.WriteLine(TextOf(problem, paths));
        if (problems.Count > 0)
            output.WriteLine();
    }

    public static string TextOf(Problem problem, RelativePaths paths)
    {
        var line = problem.Line is { } number ? $"({number})" : "";
        var place = problem.File.Length > 0 ? $"{paths.Of(problem.File)}{line}: " : "";
        var remedy = problem.Remedy.Length > 0 ? $" {problem.Remedy}" : "";
        return place + problem.Message + remedy;
    }
}

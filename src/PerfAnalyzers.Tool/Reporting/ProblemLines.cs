using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>What could not be analysed, and what to do about it; what holds for many files is said once.</summary>
internal static class ProblemLines
{
    public static void Write(TextWriter output, IReadOnlyList<Problem> problems, RelativePaths paths)
    {
        foreach (var line in Of(problems, paths))
            output.WriteLine(line);
        if (problems.Count > 0)
            output.WriteLine();
    }

    public static IEnumerable<string> Of(IReadOnlyList<Problem> problems, RelativePaths paths) =>
        problems.GroupBy(problem => (problem.Message, problem.Remedy)).Select(same => TextOf([.. same], paths));

    private static string TextOf(IReadOnlyList<Problem> same, RelativePaths paths)
    {
        var problem = same[0];
        var line = problem.Line is { } number ? $"({number})" : "";
        var others = same.Count > 1 ? $" and {same.Count - 1:N0} more" : "";
        var place = problem.File.Length > 0 ? $"{paths.Of(problem.File)}{line}{others}: " : "";
        var remedy = problem.Remedy.Length > 0 ? $" {problem.Remedy}" : "";
        return place + problem.Message + remedy;
    }
}

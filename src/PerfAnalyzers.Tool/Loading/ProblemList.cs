namespace PerfAnalyzers.Tool.Loading;

/// <summary>Problems as a person wants to read them: each once, however many steps stumbled over it.</summary>
internal static class ProblemList
{
    /// <summary>The first of all that are about one line, or say the same of one file.</summary>
    public static IReadOnlyList<Problem> WithoutRepetition(IEnumerable<Problem> problems)
    {
        List<Problem> kept = [];
        foreach (var problem in problems)
            if (!kept.Exists(other => IsSame(other, problem)))
                kept.Add(problem);
        return kept;
    }

    private static bool IsSame(Problem one, Problem other)
    {
        if (!one.File.Equals(other.File, StringComparison.OrdinalIgnoreCase))
            return false;
        return one.Message.Contains(other.Message, StringComparison.Ordinal)
            || other.Message.Contains(one.Message, StringComparison.Ordinal)
            || (one.Line is not null && one.Line == other.Line);
    }
}

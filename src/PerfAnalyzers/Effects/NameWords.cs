namespace PerfAnalyzers.Effects;

/// <summary>The words that a name consists of.</summary>
internal static class NameWords
{
    /// <summary><c>Get</c>, <c>By</c> and <c>Ids</c> of <c>GetByIds</c>.</summary>
    public static IEnumerable<string> Of(string name)
    {
        for (var (start, end) = (0, 1); start < name.Length; start = end++)
        {
            while (end < name.Length && !char.IsUpper(name[end]))
                end++;
            yield return name.Substring(start, end - start);
        }
    }

    /// <summary>The words in the singular.</summary>
    public static IEnumerable<string> InSingular(string name) => Of(name).Select(word =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word.Substring(0, word.Length - 3) + "y" : word.TrimEnd('s'));
}

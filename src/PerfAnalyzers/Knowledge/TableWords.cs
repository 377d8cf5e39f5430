namespace PerfAnalyzers.Knowledge;

/// <summary>The words of a line, and the texts that it has in quotes. A <c>#</c> outside of quotes begins a comment.</summary>
internal sealed record TableWords(ImmutableArray<string> Words, ImmutableArray<string> Texts)
{
    /// <summary>What stands behind the <c>#</c>; empty where there is no comment.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Null where the last quote does not end.</summary>
    public static TableWords? In(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var texts = ImmutableArray.CreateBuilder<string>();
        var at = 0;
        while (at < line.Length && line[at] != '#')
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }
            var start = at;
            if (line[at] == '"')
            {
                at = line.IndexOf('"', at + 1);
                if (at < 0)
                    return null;
                texts.Add(line.Substring(start + 1, at++ - start - 1));
                continue;
            }
            while (at < line.Length && !EndsWord(line[at]))
                at++;
            words.Add(line.Substring(start, at - start));
        }
        return new(words.ToImmutable(), texts.ToImmutable()) { Comment = line.Substring(at).TrimStart('#').Trim() };
    }

    private static bool EndsWord(char letter) => char.IsWhiteSpace(letter) || letter is '#' or '"';
}

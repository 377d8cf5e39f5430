namespace PerfAnalyzers.Knowledge;

/// <summary>The words of a line, and the texts that it has in quotes. A <c>#</c> outside of quotes begins a comment.</summary>
internal sealed record TableWords(ImmutableArray<string> Words, ImmutableArray<string> Texts)
{
    /// <summary>Null where the last quote does not end.</summary>
    public static TableWords? In(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var texts = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < line.Length && line[at] != '#';)
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
        return new(words.ToImmutable(), texts.ToImmutable());
    }

    private static bool EndsWord(char letter) => char.IsWhiteSpace(letter) || letter is '#' or '"';
}

namespace PerfAnalyzers.Knowledge;

/// <summary>Reads one line of a table.</summary>
internal static class LineReader
{
    /// <summary>The third word of a round trip that nothing can do for many items at once.</summary>
    private const string Alone = "-";

    /// <summary>Behind the word for a round trip: some calls make one, others do not.</summary>
    private const char Sometimes = '?';

    private const string Pooled = "pooled";

    private static readonly string Roles = string.Join(", ", ApiRoles.All.Except(ApiRoles.Unread).Select(role => role.Word()));

    /// <summary>What to correct; null where the line could be read.</summary>
    public static string? WhatIsWrong(TableWords line, out ApiFact? fact)
    {
        fact = null;
        var words = line.Words;
        if (words.IsEmpty)
            return $"the role is missing; write one of {Roles} before the text";
        var excludes = words[0][0] == '!';
        var isSometimes = words[0][words[0].Length - 1] == Sometimes;
        if (!ApiRoles.TryRead(words[0].TrimStart('!').TrimEnd(Sometimes), out var role))
            return $"'{words[0]}' is not a role; write one of {Roles}, or ! before it to exclude an API";
        if (isSometimes && (excludes || role is not (ApiRole.Read or ApiRole.Write)))
            return $"'{words[0]}' is not a role; only 'read?' and 'write?' say that some calls make a round trip";
        if (words.Length == 1)
            return "the API is missing; write 'Namespace.Type::Member' after the role";
        if (ApiName.TryParse(words[1]) is not { } api)
            return $"'{words[1]}' is not an API; write 'Namespace.Type::Member', "
                + "with '(First,Second)' parameters after it for single overloads";

        fact = new(role, excludes, api, Instead: null) { Texts = line.Texts, IsSometimes = isSometimes, Comment = line.Comment };
        return WhatIsWrongWith(fact, words) ?? role.Subject() switch
        {
            RoleSubject.Member => ReadMember(words, ref fact),
            RoleSubject.Library => ReadLibrary(words, ref fact),
            _ => words.Length > 2 ? TooMany(words[2], $"{role.Word()}  api") : null,
        };
    }

    private static string? WhatIsWrongWith(ApiFact fact, ImmutableArray<string> words)
    {
        var wanted = fact.Role.Texts();
        if (fact.Texts.Length > (fact.Role.MayHaveText() ? 1 : wanted))
            return $"\"{fact.Texts.Last()}\" is one text too many for '{words[0]}'";
        if (fact.Texts.Length >= wanted)
            return null;
        return wanted == 1
            ? $"the text is missing; write '{words[0]}  {words[1]}  \"what to do for all of them at once\"'"
            : $"a text is missing; write '{words[0]}  {words[1]}  \"what a new one costs\"  \"how to share it\"'";
    }

    private static string? ReadMember(ImmutableArray<string> words, ref ApiFact fact)
    {
        if (words.Length > 3)
            return TooMany(words[3], "role  api  instead");
        if (fact.Api.Member is null && !fact.Excludes)
            return $"'{words[1]}' names no member; write '{words[1]}::Member', or '{words[1]}::.ctor' for its constructors";
        if (fact.Api.Member == ApiName.EveryMember)
            return $"'{words[1]}' names no member; write a line for each member that has the role";
        if (words.Length < 3)
            return null;
        if (words[2] == Alone)
        {
            fact = fact with { StandsAlone = true };
            return fact.Role is ApiRole.Read or ApiRole.Write or ApiRole.Client
                ? null
                : $"'{Alone}' says that there is no form for many, or that threads cannot share it; read, write and client have that";
        }
        fact = fact with { Instead = ApiName.TryParse(words[2], defaultType: fact.Api.Type) };
        return fact.Instead is null ? $"'{words[2]}' is not a replacement; write the member's name, or 'Namespace.Type::Member'" : null;
    }

    private static string? ReadLibrary(ImmutableArray<string> words, ref ApiFact fact)
    {
        if (fact.Excludes)
            return $"'{words[0]}' excludes nothing; leave the line out";
        if (words.Length == 2)
            return null;
        fact = fact with { IsPooled = fact.Role == ApiRole.Costs && words[2] == Pooled };
        var form = fact.Role == ApiRole.Costs ? "costs  api  \"cost\"  \"remedy\"  pooled" : "role  api";
        return fact.IsPooled && words.Length == 3 ? null : TooMany(words.Last(), form);
    }

    private static string TooMany(string word, string form) =>
        $"'{word}' is one word too many; write '{form}', without blanks inside an API, and comments after '#'";
}

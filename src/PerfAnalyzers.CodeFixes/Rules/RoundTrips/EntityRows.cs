using Microsoft.CodeAnalysis;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>The rows of all items in memory: a set of keys, a dictionary where the key is unique, or a lookup.</summary>
internal sealed class EntityRows
{
    private readonly KeyedEntityRead keyed;
    private readonly LoopRead read;
    private readonly bool isUnique;

    private EntityRows(KeyedEntityRead keyed, LoopRead read, bool isUnique) =>
        (this.keyed, this.read, this.isUnique) = (keyed, read, isUnique);

    /// <summary>Null where keys compare otherwise in memory than in the database, or where a handler expects the read to throw.</summary>
    public static EntityRows? Of(KeyedEntityRead keyed, LoopRead read)
    {
        var type = keyed.Property.Type;
        if (type.SpecialType == SpecialType.System_String)
            return new(keyed, read, isUnique: false);
        if (!EntityKey.IsPlainValue(type))
            return null;
        var isUnique = SymbolEqualityComparer.Default.Equals(EntityKey.Of(keyed.Entity), keyed.Property);
        return isUnique && keyed.NeedsRow && HandlesMissingRow(read.Whole) ? null : new(keyed, read, isUnique);
    }

    /// <summary>The statement that reads the rows of all keys, and the expression that takes its place in the loop.</summary>
    public (string Declaration, string Lookup) Write(string keys)
    {
        var query = keyed.Query(keys);
        if (keyed.Terminal == "Any")
            return AsSet(query);
        var rows = read.Names.Take($"{FreshNames.Camel(FreshNames.Plural(keyed.Entity.Name))}By{keyed.Property.Name}");
        return isUnique && keyed.IsForOneRow ? AsDictionary(rows, query) : AsLookup(rows, query);
    }

    private string Key => keyed.Key.WithoutTrivia().ToString();

    private string PropertyOfRow => $"{keyed.Parameter} => {keyed.Parameter}.{keyed.Property.Name}";

    private (string, string) AsSet(string query)
    {
        var known = read.Names.Take("known" + FreshNames.Plural(keyed.Property.Name));
        return ($"var {known} = {ListOf($"{query}.Select({PropertyOfRow})")}.ToHashSet();", $"{known}.Contains({Key})");
    }

    private (string, string) AsDictionary(string rows, string query) => (
        $"var {rows} = {Run(query, "ToDictionary", PropertyOfRow)};",
        keyed.NeedsRow ? $"{rows}[{Key}]" : $"{rows}.GetValueOrDefault({Key})");

    private (string, string) AsLookup(string rows, string query)
    {
        var terminal = keyed.Terminal == "Find" ? "SingleOrDefault" : keyed.Terminal;
        return ($"var {rows} = {ListOf(query)}.ToLookup({PropertyOfRow});", $"{rows}[{Key}].{terminal}()");
    }

    private string ListOf(string query) => read.Awaits ? $"({Run(query, "ToList")})" : Run(query, "ToList");

    private string Run(string query, string terminal, string? argument = null)
    {
        if (!read.Awaits)
            return $"{query}.{terminal}({argument})";
        var arguments = new[] { argument, GivenToken.Of(read.Call)?.ToString() }.Where(text => text is not null);
        return read.Waiting($"{query}.{terminal}Async({string.Join(", ", arguments)})");
    }

    /// <summary>True where a handler expects what First and Single throw, which a dictionary does not.</summary>
    private static bool HandlesMissingRow(SyntaxNode read) => CaughtExceptions.HandlersAround(read)
        .Any(handler => handler.Declaration?.Type.ToString().EndsWith("InvalidOperationException", StringComparison.Ordinal) == true);
}

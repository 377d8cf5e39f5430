using System.Runtime.CompilerServices;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Host.Options;

/// <summary>
/// <c>perfanalyzers.excluded_symbols</c>: types and members, in the notation of the tables and separated by <c>|</c>,
/// that are not reported when called, and inside which nothing is reported.
/// </summary>
internal sealed class ExcludedSymbols(string list)
{
    private static readonly ConditionalWeakTable<AnalyzerConfigOptions, ExcludedSymbols> ByOptions = new();

    private readonly ImmutableArray<ApiName> names = In(list).ToImmutableArray();

    public static ExcludedSymbols For(AnalyzerConfigOptions options) => ByOptions.GetValue(options, o =>
        new(o.TryGetValue(PerfOption.ExcludedSymbols.Key, out var value) ? value : ""));

    /// <summary>The types and members of a list, without what is not one.</summary>
    public static IEnumerable<ApiName> In(string list) => Parts(list).Select(part => ApiName.TryParse(part)).OfType<ApiName>();

    public static IEnumerable<string> Parts(string list) =>
        list.Split(['|'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim()).Where(part => part.Length > 0);

    public bool IsEmpty => names.IsEmpty;

    public bool Contains(ISymbol? called, ISymbol? containing) =>
        names.Any(name => (called is not null && Holds(name, called)) || Enclosing(containing).Any(symbol => Holds(name, symbol)));

    private static bool Holds(ApiName name, ISymbol symbol) =>
        symbol is INamedTypeSymbol type ? name.Member is null && type.IsA(name.Type) : name.Matches(symbol);

    private static IEnumerable<ISymbol> Enclosing(ISymbol? symbol)
    {
        for (; symbol is not (null or INamespaceSymbol or IModuleSymbol or IAssemblySymbol); symbol = symbol.ContainingSymbol)
            yield return symbol;
    }
}

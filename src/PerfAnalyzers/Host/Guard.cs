using System.Reflection;
using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Host;

/// <summary>
/// A reason to be silent at a place that a rule has looked at. Each has a name, a sentence for people and the rules that use it; a test
/// fails without it. <c>docs/guards.md</c>, the part "When it is silent" of each rule's page and <c>perfanalyzers.explain</c> say the
/// sentence.
/// The guards of a family stand in a part of this class of their own.
/// </summary>
internal sealed partial class Guard
{
    /// <summary>The beginnings of the ids of a family's rules; a guard may name single rules too, each after a blank.</summary>
    private const string All = "PERF";
    private const string Blocking = "PERF01";
    private const string RoundTrips = "PERF03";

    private readonly string rules;

    public static readonly Guard Excluded = new(All, "The API, or the code around it, is named by perfanalyzers.excluded_symbols.");

    public static readonly Guard ReportsOnlyCertain = new(
        All, "It would be a suggestion, and perfanalyzers.report = certain leaves those out.");

    private Guard(string rules, string sentence, [CallerMemberName] string name = "") =>
        (this.rules, Sentence, Name) = (rules, sentence, name);

    /// <summary>Every guard, in the order of the names.</summary>
    public static IEnumerable<Guard> Every =>
        typeof(Guard).GetFields(BindingFlags.Static | BindingFlags.Public).Select(member => member.GetValue(null)).OfType<Guard>()
            .OrderBy(guard => guard.Name, StringComparer.Ordinal);

    public string Name { get; }

    /// <summary>Says in one sentence what the code does that makes the rule silent.</summary>
    public string Sentence { get; }

    /// <summary>The ids of the rules that are silent for this reason.</summary>
    public IEnumerable<string> Rules => CallRule.Every.Select(rule => rule.SupportedDiagnostics[0].Id)
        .Where(id => rules.Split(' ').Any(beginning => id.StartsWith(beginning, StringComparison.Ordinal)));

    public override string ToString() => Name;
}

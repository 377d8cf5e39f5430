using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Configuration;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Files that are written from the descriptors are up to date.</summary>
public class GeneratedFileTests
{
    private const string Switch = "PERFANALYZERS_REGENERATE";

    private static readonly DiagnosticDescriptor[] Rules =
        [.. Catalogue.Rules.Select(rule => rule.SupportedDiagnostics.Single()).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public static TheoryData<string> GuardedRules => [.. CallRule.Every.Select(rule => rule.SupportedDiagnostics[0].Id)];

    [Fact]
    public void Index_of_the_rules() => AssertUpToDate("docs/rules/README.md", _ =>
        "# Rules\n\n" + string.Concat(Rules
            .GroupBy(rule => PerfRule.CategoryOf(rule.Id))
            .Select(family => $"## {family.Key}\n\n{Table(family, folder: "")}\n")).TrimEnd('\n') + "\n");

    [Fact]
    public void Table_in_the_readme() => AssertUpToDate("README.md", readme =>
        Regex.Replace(readme, "(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", _ => Table(Rules, folder: "docs/rules/"), RegexOptions.Singleline));

    [Fact]
    public void Index_of_the_guards() => AssertUpToDate("docs/guards.md", _ =>
        """
        # Guards

        Reasons for which a rule says nothing at a place that it has looked at. Each is a fact about the code, and each has a test that fails without it.
        `perfanalyzers.explain = PERF0301` in `.editorconfig` shows which one decided where: [PERF0000](rules/PERF0000.md).

        | Guard | Rules | Silent where |
        | :-- | :-- | :-- |

        """
        + string.Concat(Guard.Every.Select(guard => $"| {guard.Name} | {RulesOf(guard)} | {guard.Sentence} |\n")));

    [Theory, MemberData(nameof(GuardedRules))]
    public void Silences_on_the_page_of(string id) => AssertUpToDate($"docs/rules/{id}.md", page =>
    {
        Assert.Contains("\n## When it is silent\n", page);
        var guards = Guard.Every.Where(guard => guard.Rules.Contains(id)).Select(guard => $"- *{guard.Name}*: {guard.Sentence}\n");
        return Regex.Replace(page, "(?<=<!-- guards -->\n).*?(?=<!-- /guards -->)", _ => string.Concat(guards), RegexOptions.Singleline);
    });

    [Fact]
    public void Preset_recommended() => AssertPreset(
        "recommended", "Every rule as it is shipped.",
        rule => rule.IsEnabledByDefault ? "default" : "none");

    [Fact]
    public void Preset_ci() => AssertPreset(
        "ci", "What is certain breaks the build; what is only likely is not reported.",
        rule => rule.IsEnabledByDefault && rule.DefaultSeverity == DiagnosticSeverity.Warning ? "error" : "none",
        "perfanalyzers.report = certain");

    [Fact]
    public void Preset_all() => AssertPreset(
        "all", "Every finding is a warning, certain or likely, also of rules that are off by default.",
        _ => "warning",
        "perfanalyzers.report = likely");

    private static string RulesOf(Guard guard) =>
        guard.Rules.Count() == CallRule.Every.Length ? "every rule about code" : string.Join(", ", guard.Rules.Select(Link));

    private static string Link(string id) => $"[{id}](rules/{id}.md)";

    /// <summary>PERF0000 is in no preset: it speaks only where an option asks it to.</summary>
    private static void AssertPreset(string name, string meaning, Func<DiagnosticDescriptor, string> severity, string? option = null) =>
        AssertUpToDate($"src/PerfAnalyzers.Package/presets/{name}.globalconfig", _ =>
            $"# {meaning} Lines of .editorconfig and of the project's own .globalconfig win over these.\nis_global = true\nglobal_level = -100\n"
            + (option is null ? "" : option + "\n")
            + string.Concat(Rules.Where(rule => rule.Id != ExplainSilence.Id).Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {severity(rule)}\n")));

    private static string Table(IEnumerable<DiagnosticDescriptor> rules, string folder)
    {
        var table = new StringBuilder("| Id | Rule | Severity | Fix | Latency | Throughput |\n| :-- | :-- | :-- | :-- | :-- | :-- |\n");
        foreach (var rule in rules)
        {
            var severity = !rule.IsEnabledByDefault ? "off" : rule.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "suggestion";
            var fix = Catalogue.Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(rule.Id)) ? "yes" : "no";
            table.Append($"| [{rule.Id}]({folder}{rule.Id}.md) | {rule.Title} | {severity} | {fix} | {EffectOn(rule, "latency")} | {EffectOn(rule, "throughput")} |\n");
        }
        return table.ToString();
    }

    private static string EffectOn(DiagnosticDescriptor rule, string quantity) =>
        rule.CustomTags.Single(tag => tag.StartsWith(quantity, StringComparison.Ordinal))[(quantity.Length + 2)..].ToLowerInvariant();

    private static void AssertUpToDate(string path, Func<string, string> generate)
    {
        var file = Repository.Path(path);
        var current = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var generated = generate(current);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
            File.WriteAllText(file, generated);
        else
            Assert.True(current == generated, $"{path} is out of date; run the tests once with {Switch}=1 to write it.");
    }
}

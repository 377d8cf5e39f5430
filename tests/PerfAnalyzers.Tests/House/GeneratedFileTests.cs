using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Files that are written from the descriptors are up to date.</summary>
public class GeneratedFileTests
{
    private const string Switch = "PERFANALYZERS_REGENERATE";

    private static readonly DiagnosticDescriptor[] Rules =
        [.. Catalogue.Rules.Select(rule => rule.SupportedDiagnostics.Single()).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    [Fact]
    public void Index_of_the_rules() => AssertUpToDate("docs/rules/README.md", _ =>
        "# Rules\n\n" + string.Concat(Rules
            .GroupBy(rule => PerfRule.CategoryOf(rule.Id))
            .Select(family => $"## {family.Key}\n\n{Table(family, folder: "")}\n")).TrimEnd('\n') + "\n");

    [Fact]
    public void Table_in_the_readme() => AssertUpToDate("README.md", readme =>
        Regex.Replace(readme, "(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", _ => Table(Rules, folder: "docs/rules/"), RegexOptions.Singleline));

    [Fact]
    public void Preset_recommended() => AssertPreset(
        "recommended", "Every rule as it is shipped.",
        rule => rule.IsEnabledByDefault ? "default" : "none");

    [Fact]
    public void Preset_ci() => AssertPreset(
        "ci", "What a rule warns of breaks the build; what it suggests is a warning.",
        rule => !rule.IsEnabledByDefault ? "none" : rule.DefaultSeverity == DiagnosticSeverity.Warning ? "error" : "warning");

    [Fact]
    public void Preset_all() => AssertPreset(
        "all", "Every rule is a warning, also those that are off by default.",
        _ => "warning");

    private static void AssertPreset(string name, string meaning, Func<DiagnosticDescriptor, string> severity) =>
        AssertUpToDate($"src/PerfAnalyzers.Package/presets/{name}.globalconfig", _ =>
            $"# {meaning} Lines of .editorconfig and of the project's own .globalconfig win over these.\nis_global = true\nglobal_level = -100\n"
            + string.Concat(Rules.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {severity(rule)}\n")));

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

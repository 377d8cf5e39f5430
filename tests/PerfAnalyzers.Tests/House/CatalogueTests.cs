using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>What belongs to a rule is there, in its place and under its name.</summary>
public class CatalogueTests
{
    private const string RuleSpace = "PerfAnalyzers.Rules.";
    private const string FixSpace = "PerfAnalyzers.CodeFixes.Rules.";

    public static TheoryData<string> Rules => new(Catalogue.Rules.Select(rule => rule.GetType().Name).Order());

    public static TheoryData<string> Fixes => new(Catalogue.Fixes.Select(fix => fix.GetType().Name).Order());

    [Fact]
    public void Ids_are_unique() =>
        Assert.Empty(Catalogue.Rules.GroupBy(Id).Where(rules => rules.Count() > 1).Select(rules => rules.Key));

    [Theory, MemberData(nameof(Rules))]
    public void Folder_namespace_category_and_hundreds_agree(string name)
    {
        var rule = Rule(name);
        var family = FamilyOf(rule.GetType(), RuleSpace);

        Assert.Equal(family, PerfRule.CategoryOf(Id(rule)).ToString());
        Assert.Equal("Performance." + family, rule.SupportedDiagnostics.Single().Category);
        Assert.True(File.Exists(Repository.Path($"src/PerfAnalyzers/Rules/{family}/{name}.cs")), "The rule is not in the file of its name.");
    }

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_is_tested_documented_and_released(string name)
    {
        var rule = Rule(name);
        var descriptor = rule.SupportedDiagnostics.Single();
        var tests = Repository.Path($"tests/PerfAnalyzers.Tests/Rules/{FamilyOf(rule.GetType(), RuleSpace)}");
        Assert.True(Directory.Exists(tests) && Directory.EnumerateFiles(tests, $"{name}*Tests.cs").Any(), $"No {name}Tests.cs in {tests}");
        Assert.True(File.Exists(Repository.Path($"docs/rules/{descriptor.Id}.md")), "The rule has no page.");

        var severity = descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled";
        var releases = string.Join('\n', Directory.GetFiles(Repository.Path("src/PerfAnalyzers"), "AnalyzerReleases.*.md").Select(File.ReadAllText));
        Assert.Contains($"{descriptor.Id} | {descriptor.Category} | {severity} | {name}", releases);
    }

    [Theory, MemberData(nameof(Rules))]
    public void The_page_names_every_option_that_the_rule_or_its_fix_reads(string name)
    {
        var family = FamilyOf(Rule(name).GetType(), RuleSpace);
        var page = RulePage.Of(Id(Rule(name))).Text;
        var read = OptionUse.Instance.Of([$"src/PerfAnalyzers/Rules/{family}/{name}.cs", $"src/PerfAnalyzers.CodeFixes/Rules/{family}/{name}Fix.cs"]);
        Assert.All(read, option => Assert.Contains(option.Key, page));
    }

    [Fact]
    public void Options_that_every_rule_depends_on_are_in_the_configuration()
    {
        var page = File.ReadAllText(Repository.Path("docs/configuration.md"));
        var common = OptionUse.Instance.OfEveryRule().ToList();
        Assert.Contains(PerfOption.HandlerReach, common);
        Assert.All(common, option => Assert.Contains($"### {option.Key}", page));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Titles_and_messages_read_as_sentences(string name)
    {
        var descriptor = Rule(name).SupportedDiagnostics.Single();
        Assert.Matches(@"^[A-Z].*[^.\s]$", descriptor.Title.ToString());
        Assert.DoesNotMatch(@"\.$|\s\s", descriptor.MessageFormat.ToString());
        Assert.EndsWith($"/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri);
    }

    [Theory, MemberData(nameof(Fixes))]
    public void A_fix_bears_the_name_of_its_rule(string name)
    {
        var fix = Catalogue.Fixes.Single(candidate => candidate.GetType().Name == name);
        var rule = Catalogue.Rules.Single(candidate => fix.FixableDiagnosticIds.Single() == Id(candidate)).GetType();
        var family = FamilyOf(fix.GetType(), FixSpace);

        Assert.Equal(rule.Name + "Fix", name);
        Assert.Equal(FamilyOf(rule, RuleSpace), family);
        Assert.True(File.Exists(Repository.Path($"src/PerfAnalyzers.CodeFixes/Rules/{family}/{name}.cs")), "The fix is not in the file of its name.");
        Assert.True(fix.GetType().IsDefined(typeof(ExportCodeFixProviderAttribute), inherit: false), "An IDE finds fixes by their export.");
    }

    [Fact]
    public void Every_message_argument_has_a_value() =>
        Assert.All(Catalogue.Rules, rule => Assert.DoesNotMatch(new Regex(@"\{(?!\d\})"), rule.SupportedDiagnostics.Single().MessageFormat.ToString()));

    private static DiagnosticAnalyzer Rule(string name) => Catalogue.Rules.Single(rule => rule.GetType().Name == name);

    private static string Id(DiagnosticAnalyzer rule) => rule.SupportedDiagnostics.Single().Id;

    private static string FamilyOf(Type type, string space)
    {
        Assert.StartsWith(space, type.Namespace);
        return type.Namespace![space.Length..];
    }
}

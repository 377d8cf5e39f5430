using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Limits of taste, kept by counting.</summary>
public class SourceTests
{
    private const int LongestFile = 300;
    private const int LongestTest = 400;
    private const int LongestRule = 120;
    private const int LongestLine = 140;
    private const int MostTerms = 4;

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        var rules = typeof(RuleAnalyzer).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(RuleAnalyzer))).Select(type => type.Name).ToHashSet();
        AssertNone(
            from file in SourceFiles()
            let isTest = file.StartsWith("tests/", StringComparison.Ordinal)
            let isRule = file.StartsWith("src/PerfAnalyzers/", StringComparison.Ordinal) && rules.Contains(Path.GetFileNameWithoutExtension(file))
            let limit = isTest ? LongestTest : isRule ? LongestRule : LongestFile
            let lines = File.ReadLines(Repository.Path(file)).Count()
            where lines > limit
            select $"{file}: {lines} lines, {limit} allowed; split it by idea");
    }

    [Fact]
    public void Files_are_named_for_what_they_hold() => AssertNone(
        from file in SourceFiles()
        where Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(Utils?|Utilities|Helpers?|Common|Manager|Misc|Extensions)$")
        select $"{file}: name the file for the question it answers");

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(
        from file in SourceFiles()
        where !file.EndsWith("House/SourceTests.cs", StringComparison.Ordinal)
        from line in File.ReadLines(Repository.Path(file)).Select((text, index) => (Text: text, Number: index + 1))
        where Regex.IsMatch(line.Text, @"\b(TODO|FIXME|HACK|XXX)\b|#region|NotImplementedException")
        select $"{file}({line.Number}): {line.Text.Trim()}");

    [Fact]
    public void Lines_fit_on_a_screen() => AssertNone(
        from file in ReadableFiles()
        from line in File.ReadLines(Repository.Path(file)).Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Length > LongestLine
        select $"{file}({line.Number}): {line.Text.Length} columns, {LongestLine} allowed");

    [Fact]
    public void No_choice_stands_in_another() => AssertNone(
        from file in ReadableFiles()
        from choice in ParsedNodes(file).OfType<ConditionalExpressionSyntax>()
        where Around(choice).Any(node => node is ConditionalExpressionSyntax)
        select $"{Place(file, choice)}: a ternary in a ternary; use a switch expression or an if");

    [Fact]
    public void Conditions_have_few_terms() => AssertNone(
        from file in ReadableFiles()
        from condition in ParsedNodes(file).Where(IsLogic)
        where !Around(condition).Any(IsLogic)
        let terms = Terms(condition)
        where terms > MostTerms
        select $"{Place(file, condition)}: a condition of {terms} terms, {MostTerms} allowed; give a part of it a name");

    [Theory]
    [InlineData("a && b || c", 3)]
    [InlineData("a && (b || !(c && d))", 4)]
    [InlineData("a && list.Any(x => x.B && x.C && x.D)", 2)]
    [InlineData("a is { B: true } or { C: true } && Is(b || c)", 3)]
    public void The_terms_of_a_condition_are_counted(string condition, int terms) =>
        Assert.Equal(terms, Terms(SyntaxFactory.ParseExpression(condition)));

    /// <summary>What counts is the whole expression: a lambda in it begins a count of its own.</summary>
    private static int Terms(SyntaxNode condition) =>
        1 + condition.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).Count(IsLogic);

    private static bool IsLogic(SyntaxNode node) => node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression);

    /// <summary>The expressions that the node is a part of, up to its statement or lambda.</summary>
    private static IEnumerable<SyntaxNode> Around(SyntaxNode node) => node.Ancestors().TakeWhile(ancestor =>
        ancestor is not (AnonymousFunctionExpressionSyntax or StatementSyntax or MemberDeclarationSyntax));

    private static IEnumerable<SyntaxNode> ParsedNodes(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.Path(file)), new CSharpParseOptions(LanguageVersion.Latest)).GetRoot().DescendantNodes();

    private static string Place(string file, SyntaxNode node) => $"{file}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1})";

    private static IEnumerable<string> ReadableFiles() => SourceFiles().Where(file => file.StartsWith("src/", StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles() =>
        from folder in (string[])["src", "tests", "demo", "benchmarks"]
        where Directory.Exists(Repository.Path(folder))
        from file in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/')
        where !relative.Contains("/bin/") && !relative.Contains("/obj/")
        orderby relative
        select relative;

    private static void AssertNone(IEnumerable<string> problems)
    {
        var all = problems.ToList();
        Assert.True(all.Count == 0, $"{all.Count} places:\n{string.Join("\n", all)}");
    }
}

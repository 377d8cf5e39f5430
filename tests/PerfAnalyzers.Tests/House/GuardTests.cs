using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Every reason to be silent has a test, for every rule that has the reason.</summary>
public class GuardTests
{
    private static readonly IReadOnlyDictionary<string, ClassDeclarationSyntax> TestClasses =
        Directory.GetFiles(Repository.Path("tests/PerfAnalyzers.Tests/Rules"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            .ToDictionary(type => type.Identifier.Text);

    private static readonly IReadOnlyDictionary<string, string> Ids =
        Catalogue.Rules.ToDictionary(rule => rule.GetType().Name, rule => rule.SupportedDiagnostics[0].Id);

    [Fact]
    public void Every_guard_of_every_rule_has_a_test_that_names_it()
    {
        var named = TestClasses.Values.SelectMany(Named).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(
            from guard in Guard.Every
            from id in guard.Rules.Where(id => RulePage.Of(id).IsWritten)
            where !named.Contains((id, guard.Name))
            select $"No test of {id} says Silent(..., Guard.{guard.Name})");
    }

    /// <summary>The guards that a class of tests names for its rule, in itself and in the classes that it derives from.</summary>
    private static IEnumerable<(string Id, string Guard)> Named(ClassDeclarationSyntax tests) =>
        RuleOf(tests) is { } id ? WithBases(tests).SelectMany(GuardsIn).Select(guard => (id, guard)) : [];

    private static string? RuleOf(ClassDeclarationSyntax tests) =>
        BaseOf(tests) is GenericNameSyntax { TypeArgumentList.Arguments: [IdentifierNameSyntax rule, ..] } && Ids.TryGetValue(rule.Identifier.Text, out var id)
            ? id
            : null;

    private static IEnumerable<ClassDeclarationSyntax> WithBases(ClassDeclarationSyntax? tests)
    {
        for (; tests is not null; tests = BaseOf(tests) is { } type ? TestClasses.GetValueOrDefault(type.Identifier.Text) : null)
            yield return tests;
    }

    private static SimpleNameSyntax? BaseOf(ClassDeclarationSyntax tests) => tests.BaseList?.Types.FirstOrDefault()?.Type as SimpleNameSyntax;

    private static IEnumerable<string> GuardsIn(ClassDeclarationSyntax tests) =>
        tests.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is IdentifierNameSyntax { Identifier.Text: "Silent" or "SilentBeside" })
            .SelectMany(call => call.ArgumentList.Arguments)
            .Select(argument => argument.Expression).OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Expression is IdentifierNameSyntax { Identifier.Text: nameof(Guard) })
            .Select(access => access.Name.Identifier.Text);
}

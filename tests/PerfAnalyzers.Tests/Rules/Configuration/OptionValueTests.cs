using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules.Configuration;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Configuration;

public class OptionValueTests
{
    [Theory]
    [InlineData("perfanalyzers.fix_all = all")]
    [InlineData("PerfAnalyzers.Profile : Latency   # the shop answers people")]
    [InlineData("perfanalyzers.excluded_symbols = Shop.Order | Shop.Order::Load|System.Threading.Thread::Sleep(Int32)")]
    [InlineData("perfanalyzers.excluded_symbols =")]
    [InlineData("# perfanalyzers.profil = latency")]
    [InlineData("other.perfanalyzers.profil = latency")]
    public async Task What_exists_is_silent(string line) => Assert.Empty(await Messages(line));

    [Theory]
    [InlineData("[|perfanalyzers.profil = latency|]", "'perfanalyzers.profil = latency' has no effect: there is no such option; the options are perfanalyzers.fix_all, perfanalyzers.profile")]
    [InlineData("[|perfanalyzers.profile = fast|]", "'perfanalyzers.profile = fast' has no effect: the values are balanced, latency, throughput")]
    [InlineData("[|perfanalyzers.fix_all =|]", "the values are safe, all")]
    [InlineData("[|perfanalyzers.excluded_symbols = Shop.Order|Shop:Order|]", "'Shop:Order' is not a type or member")]
    [InlineData("[|perfanalyzers.excluded_symbols = Shop.Order, Shop.Item|]", "'Shop.Order, Shop.Item' is not a type or member; write 'Namespace.Type'")]
    [InlineData("[|perfanalyzers.excluded_symbols = Shop.Order | Shop.Ordr::Load|]", "no type 'Shop.Ordr' in this project or its references; check the spelling")]
    [InlineData("[|perfanalyzers.excluded_symbols = Shop.Order::Laod|]", "type 'Shop.Order' has no member 'Laod'")]
    public async Task What_has_no_effect_is_reported_once_at_its_line(string text, string message) =>
        Assert.Contains(message, Assert.Single(await Messages(text)));

    [Fact]
    public async Task Without_a_file_to_point_at_the_message_stands_alone()
    {
        var project = TestProject.Document("class C;", new(EditorConfig: "perfanalyzers.profile = fast")).Project
            .AddDocument("Other.cs", "class D;", filePath: "/src/Other.cs").Project
            .AddAnalyzerConfigDocument(".globalconfig", SourceText.From("is_global = true\nperfanalyzers.fixall = all\n"), filePath: "/.globalconfig").Project;

        var found = await ConfigurationCheck.Diagnostics(new OptionValue(), project);

        Assert.All(found, diagnostic => Assert.Equal(Location.None, diagnostic.Location));
        Assert.Equal(
            ["'perfanalyzers.fixall = all'", "'perfanalyzers.profile = fast'"],
            found.Select(diagnostic => diagnostic.GetMessage().Split(" has ")[0]).Order());
    }

    [Fact]
    public async Task A_shared_file_may_exclude_what_one_of_its_projects_does_not_see()
    {
        var project = TestProject.Document("class C;", new()).Project
            .AddAnalyzerConfigDocument(".globalconfig", SourceText.From("is_global = true\nbuild_property.projectdir = /src/\n"), filePath: "/.globalconfig").Project
            .AddAdditionalDocument(".editorconfig", SourceText.From("perfanalyzers.excluded_symbols = Elsewhere.Order\n"), filePath: "/.editorconfig").Project;

        Assert.Empty(await ConfigurationCheck.Diagnostics(new OptionValue(), project));
    }

    private static Task<string[]> Messages(string text) => ConfigurationCheck.Run(new OptionValue(), ConfigurationCheck.EditorConfig, text);
}

using Microsoft.CodeAnalysis;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Tests.House;

public class QuietCodeTests
{
    /// <summary>Code that a good engineer wrote and that no rule may find fault with.</summary>
    [Fact]
    public async Task Good_server_code_is_left_alone()
    {
        var project = Corpus.Project(Corpus.Files.Where(file => file.Origin.Contains("QuietCode")).Select(file => file.Code), nullable: NullableContextOptions.Enable);
        Assert.True(project.DocumentIds.Count >= 5);
        Assert.Empty((await Corpus.CompilerErrors(project)).SelectMany(errors => errors));
        Assert.Empty(await Corpus.Diagnostics(project));
    }

    [Fact]
    public async Task Nothing_is_flagged_twice_for_one_reason()
    {
        var found = await Corpus.Diagnostics(Corpus.Project(Corpus.Files.Select(file => file.Code)));
        Assert.NotEmpty(found);
        // Two families may speak of one call: it blocks, and it is made for every item. Two rules of a family may not.
        Assert.Empty(
            from diagnostic in found
            group diagnostic by (diagnostic.Location, PerfRule.CategoryOf(diagnostic.Id)) into same
            where same.Count() > 1
            select $"{string.Join(" and ", same.Select(diagnostic => diagnostic.Id))}: {same.Key.Location.SourceTree!.GetText().ToString(same.Key.Location.SourceSpan)}");
    }
}

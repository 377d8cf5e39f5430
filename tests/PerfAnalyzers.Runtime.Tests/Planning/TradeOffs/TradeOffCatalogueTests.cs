using PerfAnalyzers.Runtime.Planning.TradeOffs;

namespace PerfAnalyzers.Runtime.Tests.Planning.TradeOffs;

public sealed class TradeOffCatalogueTests
{
    [Fact]
    public void EveryOptimisationHasFiguresAndAPointWhereItFlips()
    {
        Assert.Equal(Enum.GetValues<Optimization>(), TradeOffCatalogue.All.Select(each => each.Kind));
        Assert.All(TradeOffCatalogue.All, each =>
        {
            Assert.NotEmpty(each.Figures);
            Assert.All(each.Figures, figure => Assert.NotEmpty(figure.Source));
            Assert.NotEmpty(each.FlipsWhen);
            Assert.Same(each, TradeOffCatalogue.Of(each.Kind));
        });
        Assert.Equal("kind", Assert.Throws<ArgumentOutOfRangeException>(() => TradeOffCatalogue.Of((Optimization)99)).ParamName);
    }

    [Fact]
    public void ThePointIsComputedByAMemberThatExists() => Assert.All(TradeOffCatalogue.All, each =>
    {
        var parts = each.ComputedBy.Split('.');
        var type = typeof(TradeOffCatalogue).Assembly.GetType("PerfAnalyzers.Runtime.Planning.TradeOffs." + parts[0]);
        Assert.NotNull(type?.GetProperty(parts[1]));
    });
}

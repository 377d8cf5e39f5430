using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class DatabaseProfileTests
{
    private static readonly DatabaseWorkload Workload = new()
    {
        TransactionsPerSecond = 1_000,
        TransactionTime = TimeSpan.FromMilliseconds(4),
        ScansPerSecond = 0.01,
        ScanTime = TimeSpan.FromSeconds(10),
        DataSize = ByteSize.FromGigabytes(200),
        Memory = ByteSize.FromGigabytes(50),
        Cores = 8,
    };

    [Theory]
    // Four connections are busy with transactions; scans keep 0.1, 4 and 40.
    [InlineData(0.01, DatabaseProfileKind.Oltp)]
    [InlineData(0.4, DatabaseProfileKind.Balanced)]
    [InlineData(4, DatabaseProfileKind.Olap)]
    public void TheShareOfBusyConnectionsDecides(double scansPerSecond, DatabaseProfileKind expected) =>
        Assert.Equal(expected, DatabaseRecommendation.For(Workload with { ScansPerSecond = scansPerSecond }).Profile.Kind);

    [Fact]
    public void PoolAndMemoryFollowFromTheFigures()
    {
        var recommendation = DatabaseRecommendation.For(Workload with { ScansPerSecond = 0.5 });

        Assert.Equal(9, recommendation.BusyConnections, 1e-12);
        Assert.Equal(5 / 9.0, recommendation.ScanShare, 1e-12);
        Assert.Equal((15, 17, false), (recommendation.PoolSize, recommendation.MaxConnections, recommendation.IsOverloaded));
        Assert.Equal(0.25, recommendation.MemoryCoverage, 1e-12);

        var overloaded = DatabaseRecommendation.For(Workload with { ScansPerSecond = 4 });
        Assert.Equal((17, true), (overloaded.PoolSize, overloaded.IsOverloaded));
    }

    [Fact]
    public void EverySettingHasItsSource()
    {
        Assert.Equal(Enum.GetValues<DatabaseProfileKind>(), DatabaseProfile.All.Select(profile => profile.Kind));
        Assert.All(DatabaseProfile.All.SelectMany(profile => profile.Settings), setting => Assert.NotEmpty(setting.Source));
    }

    [Fact]
    public void AnyNumberOfCoresHasItsConnections() =>
        Assert.Equal(int.MaxValue, DatabaseRecommendation.For(Workload with { Cores = int.MaxValue }).MaxConnections);

    [Fact]
    public void HostileFiguresAreNamed()
    {
        Assert.Equal("workload", Assert.Throws<ArgumentNullException>(() => DatabaseRecommendation.For(null!)).ParamName);
        Named("TransactionsPerSecond", Workload with { TransactionsPerSecond = 0, ScansPerSecond = 0 });
        Named("ScanTime", Workload with { ScanTime = TimeSpan.Zero });
        Named("TransactionTime", Workload with { TransactionTime = TimeSpan.Zero });
        Named("Cores", Workload with { Cores = 0 });
        Named("ScansPerSecond", Workload with { ScansPerSecond = double.NaN });

        static void Named(string property, DatabaseWorkload workload) => Assert.Contains(
            property, Assert.Throws<ArgumentOutOfRangeException>(() => DatabaseRecommendation.For(workload)).Message, StringComparison.Ordinal);
    }
}

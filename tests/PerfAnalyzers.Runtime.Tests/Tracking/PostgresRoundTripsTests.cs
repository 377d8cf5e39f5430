using Npgsql;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>What Npgsql tells of a real PostgreSQL.</summary>
public sealed class PostgresRoundTripsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CommandsAndBatchesOfNpgsqlAreRoundTripsAndConnectionsAreNot()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        using var trips = RoundTrips.Begin();
        await using var connection = await source.OpenConnectionAsync(Token);
        for (var id = 1; id <= 3; id++)
        {
            await using var command = new NpgsqlCommand("SELECT $1::int", connection) { Parameters = { new() { Value = id } } };
            await command.ExecuteScalarAsync(Token);
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT 1"), new("SELECT 2") } };
        await batch.ExecuteNonQueryAsync(Token);

        Assert.Equal(4, trips.CountOf("db"));
        Assert.Equal((3, "SELECT $1::int"), (trips.GetCounts()[0].Count, trips.GetCounts()[0].Statement));
        Assert.Equal("PostgresRoundTripsTests.CommandsAndBatchesOfNpgsqlAreRoundTripsAndConnectionsAreNot", trips.GetCounts()[0].Caller!.Member);
    }
}

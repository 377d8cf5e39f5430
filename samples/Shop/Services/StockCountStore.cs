using Microsoft.Data.Sqlite;
using Shop.Data;

namespace Shop.Services;

public sealed record CountedStock(string Sku, int Units);

public sealed class StockCountStore(IConfiguration configuration, TimeProvider clock)
{
    public int Import(string csv)
    {
        var counts = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).ToList();

        using var connection = new SqliteConnection(configuration.GetConnectionString("Shop"));
        connection.Open();
        WaitForLocks.Configure(connection);

        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO StockCounts (Sku, Units, CountedAt) VALUES ($sku, $units, $at)";
        var sku = command.Parameters.Add("$sku", SqliteType.Text);
        var units = command.Parameters.Add("$units", SqliteType.Integer);
        command.Parameters.AddWithValue("$at", clock.GetUtcNow().UtcDateTime);
        foreach (var count in counts)
        {
            sku.Value = count.Sku;
            units.Value = count.Units;
            command.ExecuteNonQuery();
        }

        return counts.Count;
    }

    private static CountedStock Parse(string line)
    {
        var comma = line.IndexOf(',');
        return new CountedStock(line[..comma], int.Parse(line[(comma + 1)..]));
    }
}

using Microsoft.Data.Sqlite;
using Shop.Data;

namespace Shop.Services;

public sealed record PageVisit(string Path, string Visitor);

public sealed class PageViewStore(IConfiguration configuration, TimeProvider clock)
{
    public int Save(IReadOnlyCollection<PageVisit> visits)
    {
        using var connection = new SqliteConnection(configuration.GetConnectionString("Shop"));
        connection.Open();
        WaitForLocks.Configure(connection);

        foreach (var visit in visits)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO PageViews (Path, Visitor, At) VALUES ($path, $visitor, $at)";
            command.Parameters.AddWithValue("$path", visit.Path);
            command.Parameters.AddWithValue("$visitor", visit.Visitor);
            command.Parameters.AddWithValue("$at", clock.GetUtcNow().UtcDateTime);
            command.ExecuteNonQuery();
        }

        return visits.Count;
    }
}

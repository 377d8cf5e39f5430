using System.Data.Common;

namespace Shop.Data;

public class PriceStore
{
    private readonly DbConnection connection;

    public PriceStore(DbConnection connection) => this.connection = connection;

    public async Task<string> Find(int id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select price from prices where id = " + id;
        return (string)await command.ExecuteScalarAsync();
    }

    public async Task<object> FindSlowly(string id)
    {
        await Task.Yield();
        using var command = connection.CreateCommand();
        command.CommandText = "select price from prices where name = '" + id + "'";
        return command.ExecuteScalar();
    }
}

using Confluent.Kafka;
using Dapper;
using Microsoft.Data.SqlClient;

namespace QuietCode;

/// <summary>Sends what has been written, a batch at a time.</summary>
public sealed class Outbox(IServiceScopeFactory scopes, IProducer<string, string> producer) : BackgroundService
{
    private const int BatchSize = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            while (await SendAsync(stoppingToken) == BatchSize)
            {
            }
    }

    private async Task<int> SendAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
        var orders = await shop.Orders.Where(order => !order.IsSent).OrderBy(order => order.Id).Take(BatchSize).ToListAsync(cancellation);
        foreach (var order in orders)
        {
            producer.Produce("orders", new Message<string, string> { Key = order.Id.ToString(), Value = order.Quantity.ToString() });
            order.IsSent = true;
        }
        await shop.SaveChangesAsync(cancellation);
        return orders.Count;
    }
}

public sealed class Ledger(string connectionString)
{
    public async Task<decimal> TotalAsync(int customer, CancellationToken cancellation)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<decimal>("select sum(amount) from ledger where customer = @customer", new { customer });
    }

    /// <summary>One command for all rows.</summary>
    public async Task CloseAsync(IEnumerable<int> customers)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.ExecuteAsync("update ledger set closed = 1 where customer in @customers", new { customers });
    }

    public async Task<List<decimal>> AmountsAsync(int customer, CancellationToken cancellation)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select amount from ledger where customer = @customer";
        command.Parameters.AddWithValue("@customer", customer);
        var amounts = new List<decimal>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            amounts.Add(reader.GetDecimal(0));
        return amounts;
    }
}

/// <summary>A thread of its own may sleep.</summary>
public sealed class Heartbeat
{
    public void Start() => new Thread(Beat) { IsBackground = true }.Start();

    private static void Beat()
    {
        while (true)
        {
            Console.WriteLine(Environment.TickCount64);
            Thread.Sleep(TimeSpan.FromSeconds(10));
        }
    }
}

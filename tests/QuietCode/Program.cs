using Confluent.Kafka;
using Grpc.Net.Client;
using StackExchange.Redis;

namespace QuietCode;

/// <summary>What starts once may block, and creates the clients that everything shares.</summary>
public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var motd = File.ReadAllText("motd.txt");

        builder.Services.AddControllers();
        builder.Services.AddDbContext<ShopContext>(options => options.UseSqlite("Data Source=shop.db"));
        builder.Services.AddHttpClient<PriceClient>(client => client.BaseAddress = new Uri("http://prices"));
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("localhost"));
        builder.Services.AddSingleton(_ => GrpcChannel.ForAddress("http://stock"));
        builder.Services.AddSingleton(_ => new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = "localhost" }).Build());
        builder.Services.AddHostedService<Outbox>();

        var app = builder.Build();
        using (var scope = app.Services.CreateScope())
        {
            var shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
            shop.Database.EnsureCreated();
            foreach (var name in motd.Split('\n'))
                shop.Customers.Add(new Customer { Name = name });
            shop.SaveChanges();
        }

        app.MapControllers();
        app.MapGet("/customers/{id:int}", async (int id, ShopContext shop, CancellationToken cancellation) =>
            await shop.Customers.FindAsync([id], cancellation) is { } customer ? Results.Ok(customer) : Results.NotFound());
        app.Run();
    }
}

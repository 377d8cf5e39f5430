namespace PerfAnalyzers.Rules.Connections;

/// <summary>What a family of clients costs per creation, and how it is shared; the longest matching namespace wins.</summary>
/// <param name="Namespace">The namespace of the client, or what it begins with.</param>
/// <param name="Cost">What a new client does that a shared one has done already.</param>
/// <param name="Remedy">How to share it.</param>
/// <param name="SharesConnections">True where the library pools the connections of its clients behind them, so that a new client costs little more than its construction.</param>
internal sealed record ClientKind(string Namespace, string Cost, string Remedy, bool SharesConnections = false)
{
    private static readonly ClientKind Other = new("", "it sets up what is meant to be set up once", "share one instance");

    private static readonly ClientKind[] Known =
    [
        new("System.Net.Http", "connections are set up anew and closed ones keep their sockets for minutes",
            "get it from 'IHttpClientFactory', or keep one in a static field with a 'PooledConnectionLifetime'"),
        new("StackExchange.Redis", "a multiplexer connects, authenticates and reads the configuration of every server",
            "inject one 'IConnectionMultiplexer' that all calls share"),
        new("Grpc", "each channel sets up a connection of its own", "share the channel, or register the client with 'AddGrpcClient'"),
        new("RabbitMQ.Client", "a connection takes several round trips to open", "keep one connection open and share it"),
        new("Confluent.Kafka", "it connects to the brokers, reads their metadata and cannot batch", "share one instance per process"),
        new("Microsoft.Azure.Cosmos", "it reads the account and opens connections before its first request", "register one 'CosmosClient' as a singleton"),
        new("Azure.Identity", "its token cache is lost, so that tokens are requested again", "share one credential"),
        new("Azure", "its pipeline is built anew", "register one client as a singleton; it is thread-safe", SharesConnections: true),
        new("Amazon", "its pipeline and credentials are resolved anew", "register one client as a singleton; it is thread-safe", SharesConnections: true),
        new("Npgsql", "each data source owns a connection pool, which starts empty", "share one data source; its connections are pooled"),
        new("MySqlConnector", "each data source owns a connection pool, which starts empty", "share one data source; its connections are pooled"),
    ];

    public static ClientKind Of(ITypeSymbol client)
    {
        var name = client.ContainingNamespace?.ToDisplayString() ?? "";
        return Known.Where(kind => name == kind.Namespace || name.StartsWith(kind.Namespace + ".", StringComparison.Ordinal))
            .OrderByDescending(kind => kind.Namespace.Length).FirstOrDefault() ?? Other;
    }
}

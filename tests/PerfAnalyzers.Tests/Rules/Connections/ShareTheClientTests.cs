using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

/// <summary>What is reported, how loudly, and what is left alone.</summary>
public class ShareTheClientTests : RuleTest<ShareTheClient, ShareTheClientFix>
{
    [Theory]
    [InlineData("using var client = {|warning:new HttpClient()|}; return await client.GetStringAsync(u);")]
    [InlineData("using (var client = {|warning:new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|}) return await client.GetStringAsync(u);")]
    [InlineData("HttpClient client = {|warning:new()|}; return await client.GetStringAsync(u);")]
    [InlineData("return await {|warning:new HttpClient()|}.GetStringAsync(u);")]
    [InlineData("using var client = {|warning:new HttpClient(new HttpClientHandler())|}; return await client.GetStringAsync(u);")]
    [InlineData("using var handler = new SocketsHttpHandler(); using var client = {|warning:new HttpClient(handler)|}; return await client.GetStringAsync(u);")]
    [InlineData("using var client = {|info:new HttpClient(new HttpClientHandler { Credentials = new System.Net.NetworkCredential(u, u) })|}; return await client.GetStringAsync(u);")]
    [InlineData("HttpClient client = null; try { client = {|warning:new HttpClient()|}; return await client.GetStringAsync(u); } finally { client?.Dispose(); }")]
    [InlineData("var client = {|info:new HttpClient()|}; Use(client); return \"\"; void Use(object o) { }")]
    [InlineData("var one = (await Task.WhenAll(new[] { u }.Select(async x => await {|warning:new HttpClient()|}.GetStringAsync(x))))[0]; return one;")]
    public Task Http_clients_of_an_action(string body) => Flags("public async Task<string> Get(string u) { " + body + " }");

    [Theory]
    [InlineData("using var redis = await {|warning:StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(\"localhost\")|};")]
    [InlineData("using var redis = {|info:StackExchange.Redis.ConnectionMultiplexer.Connect(server)|};")]
    [InlineData("using var channel = {|warning:Grpc.Net.Client.GrpcChannel.ForAddress(\"https://a\")|};")]
    [InlineData("using var channel = {|warning:Grpc.Net.Client.GrpcChannel.ForAddress(\"https://a\", new() { HttpHandler = new SocketsHttpHandler() })|};")]
    [InlineData("await using var source = {|warning:Npgsql.NpgsqlDataSource.Create(\"Host=a\")|};")]
    [InlineData("using var producer = {|warning:new Confluent.Kafka.ProducerBuilder<string, string>(new Confluent.Kafka.ProducerConfig()).Build()|};")]
    [InlineData("using var cosmos = {|warning:new Microsoft.Azure.Cosmos.CosmosClient(\"x\")|};")]
    [InlineData("var blobs = {|info:new Azure.Storage.Blobs.BlobServiceClient(\"x\")|}; await blobs.GetPropertiesAsync();")]
    [InlineData("var secrets = {|info:new Azure.Security.KeyVault.Secrets.SecretClient(new Uri(\"https://a\"), new Azure.Identity.DefaultAzureCredential())|}; await secrets.GetSecretAsync(\"a\");")]
    [InlineData("using var s3 = {|info:new Amazon.S3.AmazonS3Client()|};")]
    [InlineData("var factory = new RabbitMQ.Client.ConnectionFactory(); await using var connection = await {|warning:factory.CreateConnectionAsync()|};")]
    public Task Other_clients_of_an_action(string body) => Flags("public async Task Get(string server) { " + body + " await Task.Yield(); }");

    [Theory]
    [InlineData("Amazon.S3.AmazonS3Client Make() => {|info:new()|}; using var s3 = Make();")]
    [InlineData("static async Task<HttpClient> Make() { await Task.Yield(); return {|info:new()|}; } using var client = await Make();")]
    [InlineData("HttpClient client; client = {|warning:new()|}; await client.GetStringAsync(server);")]
    [InlineData("async Task Use(HttpClient client) => await client.GetStringAsync(server); await Use({|info:new()|});")]
    [InlineData("HttpClient client = server is null ? {|warning:new()|} : null; await client.GetStringAsync(server);")]
    [InlineData("var clients = new List<HttpClient> { {|info:new()|} }; await clients[0].GetStringAsync(server);")]
    public Task The_type_of_a_client_need_not_be_written_beside_it(string body) =>
        Flags("public async Task Get(string server) { " + body + " await Task.Yield(); }");

    [Fact]
    public Task A_client_may_derive_from_the_one_that_the_table_names() => Flags("""
        using System.Net.Http;
        public class ShopController : ControllerBase
        {
            public async Task Get() { using var client = {|warning:new ShopClient()|}; await client.GetStringAsync("a"); }
            public object Other() => new Other();
        }
        public class ShopClient : HttpClient { }
        public class Other { }
        """);

    [Fact]
    public Task A_client_of_a_controller_lives_for_one_request() => Flags("private readonly HttpClient client = {|warning:new HttpClient()|};");

    [Fact]
    public Task A_client_made_by_the_constructor_of_a_controller() =>
        Flags("private readonly HttpClient client;\npublic ShopController() => client = {|warning:new HttpClient()|};");

    [Fact]
    public Task The_message_says_what_reaches_it() => Flags(
        "public Task<string> Get() => Load();\nprivate static async Task<string> Load() { using var client = {|warning:new HttpClient()|}; return await client.GetStringAsync(\"a\"); }",
        new(Message: "'new HttpClient' makes a new client on every call (reached from ShopController.Get): connections are set up anew and closed ones keep "
            + "their sockets for minutes; get it from 'IHttpClientFactory', or keep one in a static field with a 'PooledConnectionLifetime'"));

    [Theory]
    [InlineData("using System.Net.Http;\npublic class Service { public async Task M(string u) { using var client = {|info:new HttpClient()|}; await client.GetStringAsync(u); } }")]
    [InlineData("using System.Net.Http;\npublic class W : BackgroundService { protected override async Task ExecuteAsync(CancellationToken c) { while (true) { using var client = {|info:new HttpClient()|}; await client.GetStringAsync(\"a\", c); } } }")]
    [InlineData("using System.Net.Http;\npublic class W : BackgroundService { protected override async Task ExecuteAsync(CancellationToken c) { while (true) await Tick(); } async Task Tick() { using var client = {|info:new HttpClient()|}; await client.GetStringAsync(\"a\"); } }")]
    public Task Elsewhere_it_is_a_suggestion(string code) => Flags(code);

    [Theory]
    [InlineData("private static HttpClient client;\npublic HttpClient Get() => client ??= new HttpClient();")]
    [InlineData("private static HttpClient client;\npublic void Get() { if (client == null) client = new HttpClient(); }")]
    [InlineData("private static readonly Lazy<HttpClient> Client = new(() => new HttpClient());")]
    [InlineData("static HttpClient client;\npublic void Get() { LazyInitializer.EnsureInitialized(ref client, () => new HttpClient()); }")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<string, HttpClient> Clients = new();\npublic HttpClient Get(string t) => Clients.GetOrAdd(t, _ => new HttpClient());")]
    [InlineData("static readonly Dictionary<string, HttpClient> Clients = new();\npublic void Get(string t) { var client = new HttpClient(); Clients[t] = client; }")]
    [InlineData("using System.Net.Http;\npublic class Service { private readonly HttpClient client = new HttpClient(); }")]
    [InlineData("using System.Net.Http;\npublic class Service { private readonly HttpClient client; public Service() { client = new HttpClient(); } }")]
    public Task Kept_clients(string code) => Silent(code, Guard.ClientIsKept);

    [Theory]
    [InlineData("private static readonly HttpClient Client = new HttpClient();")]
    [InlineData("using System.Net.Http;\npublic class Service { public void Configure(IServiceCollection services) => services.AddSingleton(_ => new HttpClient()); }")]
    [InlineData("using RabbitMQ.Client;\npublic class S : IHostedService { public async Task StartAsync(CancellationToken c) { var connection = await new ConnectionFactory().CreateConnectionAsync(c); } public Task StopAsync(CancellationToken c) => null; }")]
    public Task Clients_made_at_startup(string code) => Silent(code, Guard.RunsAtStartup);

    [Fact]
    public Task A_factory_makes_clients_for_others() => Silent(
        "public Task<string> Get() => Create().GetStringAsync(\"a\");\nprivate static HttpClient CreateClient() => new HttpClient();\nprivate static HttpClient Create() => new HttpClient();",
        Guard.MadeByFactory);

    [Fact]
    public Task A_client_in_an_expression_tree() => Silent("public void Get() { System.Linq.Expressions.Expression<Func<HttpClient>> e = () => new HttpClient(); }", Guard.NeverRuns);

    [Fact]
    public Task A_client_that_leaves_its_handler_alone() => Unconcerned(
        "public async Task Get(HttpMessageHandler handler) { using var client = new HttpClient(handler, disposeHandler: false); await client.GetAsync(\"a\"); }");

    [Fact]
    public Task Obsolete_members() => Silent("[Obsolete] public async Task Get() { using var client = new HttpClient(); await client.GetAsync(\"a\"); }", Guard.IsObsolete);

    [Theory]
    [InlineData("using Azure.Storage.Blobs;\npublic class Store { private readonly BlobContainerClient files; public Store(string connection) { var client = new BlobServiceClient(connection); files = client.GetBlobContainerClient(\"files\"); } }")]
    [InlineData("using System.Net.Http;\npublic static class Service { public static void M() { using var client = new HttpClient(); } }")]
    public Task Code_that_may_well_run_once(string code) => Silent(code, Guard.RunsPerhapsOnce);

    [Theory]
    [InlineData("using Confluent.Kafka;\npublic class W : BackgroundService { protected override async Task ExecuteAsync(CancellationToken c) { using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig()).Build(); while (true) { consumer.Consume(c); await Task.Yield(); } } }")]
    public Task A_client_that_serves_a_loop(string code) => Silent(code, Guard.ServesALoop);

    [Fact]
    public Task Programs_at_a_command_line() => Silent(
        "using System.Net.Http;\nusing var client = new HttpClient();\nConsole.WriteLine(await client.GetStringAsync(\"a\"));",
        new Given(IsProgram: true, Without: ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.Hosting"]),
        Guard.RunsInConsole);

    [Theory]
    [InlineData("Gateway")]
    [InlineData("CardGateway")]
    public Task A_client_of_the_project_says_what_its_own_table_says(string type) => Flags(
        "using Shop;\nusing Microsoft.AspNetCore.Mvc;\npublic class C : ControllerBase { public void Get() { var gateway = {|warning:new " + type + "()|}; gateway.Charge(); } }\n"
        + "namespace Shop { public class Gateway { public void Charge() { } } public class CardGateway : Gateway; }",
        new(
            Apis: "client  Shop.Gateway::.ctor\nclient  Shop.CardGateway::.ctor\ncosts  Shop.Gateway  \"it asks the bank for a session\"  \"inject the one of 'AddGateway'\"",
            Message: $"'new {type}' makes a new client on every call: it asks the bank for a session; inject the one of 'AddGateway'"));

    [Fact]
    public Task A_pooled_client_of_the_project_is_a_suggestion() => Flags(
        "public void Get() { var gateway = {|info:new Shop.Gateway()|}; gateway.Charge(); }\n} namespace Shop { public class Gateway { public void Charge() { } }",
        new(Apis: "client  Shop.Gateway::.ctor\ncosts  Shop  \"it asks the bank\"  \"share it\"  pooled"));
}

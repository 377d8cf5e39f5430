using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

/// <summary>How a client becomes shared, in the shapes that people write.</summary>
public class ShareTheClientFixTests : RuleTest<ShareTheClient, ShareTheClientFix>
{
    private const string Field = "private static readonly HttpClient Http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });\n\n";

    [Fact]
    public Task Using_declaration() => Fixes(
        "public async Task<string> Get(string u)\n{\n    // ask the partner\n    using var client = [|new HttpClient()|];\n    return await client.GetStringAsync(u);\n}",
        Field + "public async Task<string> Get(string u)\n{\n    // ask the partner\n    return await Http.GetStringAsync(u);\n}",
        new(Title: "Share one HttpClient in a static field (review)"));

    [Fact]
    public Task Paragraphs_stay_apart() => Fixes(
        "public async Task<string> Get(string u)\n{\n    var v = u + 1;\n\n    var client = [|new HttpClient()|];\n    return await client.GetStringAsync(v);\n}",
        Field + "public async Task<string> Get(string u)\n{\n    var v = u + 1;\n\n    return await Http.GetStringAsync(v);\n}");

    [Fact]
    public Task Using_statement() => Fixes(
        "public async Task<string> Get(string u)\n{\n    using (var client = [|new HttpClient()|])\n    {\n        // first\n        var text = await client.GetStringAsync(u); // trailing\n        return text;\n    }\n}",
        Field + "public async Task<string> Get(string u)\n{\n    // first\n    var text = await Http.GetStringAsync(u); // trailing\n    return text;\n}");

    [Fact]
    public Task Using_statement_without_braces() => Fixes(
        "public async Task<string> Get(string u)\n{\n    using (var client = [|new HttpClient()|])\n        return await client.GetStringAsync(u);\n}",
        Field + "public async Task<string> Get(string u)\n{\n    return await Http.GetStringAsync(u);\n}");

    [Fact]
    public Task Stacked_using_statements() => Fixes(
        "public async Task<string> Get(string u)\n{\n    using (var client = [|new HttpClient()|])\n    using (var answer = await client.GetAsync(u))\n    {\n        return answer.ToString();\n    }\n}",
        Field + "public async Task<string> Get(string u)\n{\n    using (var answer = await Http.GetAsync(u))\n    {\n        return answer.ToString();\n    }\n}");

    [Fact]
    public Task Names_that_would_clash_keep_their_block() => Fixes(
        "public async Task Get(string u)\n{\n    using (var client = [|new HttpClient()|])\n    {\n        var text = await client.GetStringAsync(u);\n    }\n    {\n        var text = 1;\n    }\n}",
        Field + "public async Task Get(string u)\n{\n    {\n        var text = await Http.GetStringAsync(u);\n    }\n    {\n        var text = 1;\n    }\n}");

    [Fact]
    public Task In_a_chain_and_an_expression_body() => Fixes(
        "public Task<string> Get(string u) => [|new HttpClient()|].GetStringAsync(u);",
        Field + "public Task<string> Get(string u) => Http.GetStringAsync(u);");

    [Fact]
    public Task Two_places_share_one_field() => Fixes(
        "public Task<string> Get(string u) => [|new HttpClient()|].GetStringAsync(u);\n\npublic async Task Put(string u)\n{\n    var client = [|new HttpClient()|];\n    await client.PutAsync(u, null);\n}",
        Field + "public Task<string> Get(string u) => Http.GetStringAsync(u);\n\npublic async Task Put(string u)\n{\n    await Http.PutAsync(u, null);\n}");

    [Fact]
    public Task Different_settings_get_fields_of_their_own() => Fixes(
        "public Task<string> Get(string u) => [|new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|].GetStringAsync(u);\n\npublic Task<string> Post(string u) => [|new HttpClient()|].GetStringAsync(u);",
        "private static readonly HttpClient Http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = TimeSpan.FromSeconds(1) };\n"
        + "private static readonly HttpClient Http2 = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });\n\n"
        + "public Task<string> Get(string u) => Http.GetStringAsync(u);\n\npublic Task<string> Post(string u) => Http2.GetStringAsync(u);");

    [Fact]
    public Task Constant_settings_move_along() => Fixes(
        "private const string Root = \"https://a\";\n\npublic async Task<string> Get(string u)\n{\n    var client = [|new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })|];\n    client.BaseAddress = new Uri(Root);\n    client.Timeout = TimeSpan.FromSeconds(3);\n    return await client.GetStringAsync(u);\n}",
        "private const string Root = \"https://a\";\nprivate static readonly HttpClient Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { BaseAddress = new Uri(Root), Timeout = TimeSpan.FromSeconds(3) };\n\npublic async Task<string> Get(string u)\n{\n    return await Http.GetStringAsync(u);\n}");

    [Fact]
    public Task A_handler_in_a_local_moves_along() => Fixes(
        "public async Task<string> Get(string u)\n{\n    using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 4 };\n    using var client = [|new HttpClient(handler)|];\n    return await client.GetStringAsync(u);\n}",
        "private static readonly HttpClient Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });\n\npublic async Task<string> Get(string u)\n{\n    return await Http.GetStringAsync(u);\n}");

    [Fact]
    public Task A_call_of_Dispose_goes_away() => Fixes(
        "public async Task Get(string u)\n{\n    var client = [|new HttpClient()|];\n    await client.GetStringAsync(u);\n    client.Dispose();\n}",
        Field + "public async Task Get(string u)\n{\n    await Http.GetStringAsync(u);\n}");

    [Fact]
    public Task In_a_lambda_of_a_record() => Fixes(
        "using Microsoft.AspNetCore.Builder;\npublic record Endpoints(WebApplication App)\n{\n    public void Map() => App.MapGet(\"/\", async () =>\n    {\n        using var client = [|new HttpClient()|];\n        return await client.GetStringAsync(\"a\");\n    });\n}\n",
        "using Microsoft.AspNetCore.Builder;\npublic record Endpoints(WebApplication App)\n{\n    " + Field + "    public void Map() => App.MapGet(\"/\", async () =>\n    {\n        return await Http.GetStringAsync(\"a\");\n    });\n}\n");

    [Fact]
    public Task A_taken_name_is_avoided() => Fixes(
        "private int Http => 1;\n\npublic Task<string> Get(string u) => [|new HttpClient()|].GetStringAsync(u);",
        "private static readonly HttpClient Http2 = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });\n\nprivate int Http => 1;\n\npublic Task<string> Get(string u) => Http2.GetStringAsync(u);");

    [Fact]
    public Task The_factory_at_hand_is_used() => Fixes(
        "public class Shop(IHttpClientFactory clients)\n{\n    public async Task<string> M(string u)\n    {\n        using var client = [|new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|];\n        return await client.GetStringAsync(u);\n    }\n}".Insert(0, "// a service\n"),
        "public class Shop(IHttpClientFactory clients)\n{\n    public async Task<string> M(string u)\n    {\n        using var client = clients.CreateClient();\n        client.Timeout = TimeSpan.FromSeconds(1);\n        return await client.GetStringAsync(u);\n    }\n}".Insert(0, "// a service\n"),
        new(Title: "Get the client from IHttpClientFactory (review)"));

    [Fact]
    public Task The_field_is_offered_beside_the_factory() => new RuleVerifier(
        new ShareTheClient(), new ShareTheClientFix(),
        "// a service\npublic class Shop(IHttpClientFactory clients)\n{\n    public IHttpClientFactory Clients => clients;\n\n    public async Task<string> M(string u)\n    {\n        using var client = [|new HttpClient()|];\n        return await client.GetStringAsync(u);\n    }\n}\n",
        new(Title: "Share one HttpClient in a static field (review)"))
    { CodeActionIndex = 1 }
        .Becomes("// a service\npublic class Shop(IHttpClientFactory clients)\n{\n    " + Field + "    public IHttpClientFactory Clients => clients;\n\n    public async Task<string> M(string u)\n    {\n        return await Http.GetStringAsync(u);\n    }\n}\n")
        .Run();

    [Fact]
    public Task The_field_is_offered_beside_the_injected_instance() => new RuleVerifier(
        new ShareTheClient(), new ShareTheClientFix(),
        "// a service\nusing StackExchange.Redis;\npublic class Shop(IConnectionMultiplexer redis)\n{\n    public IConnectionMultiplexer Own => redis;\n\n    public async Task M()\n    {\n        using var connection = [|ConnectionMultiplexer.Connect(\"a\")|];\n        await connection.GetDatabase().PingAsync();\n    }\n}\n",
        new(Title: "Share one ConnectionMultiplexer in a static field (review)"))
    { CodeActionIndex = 1 }
        .Becomes("// a service\nusing StackExchange.Redis;\npublic class Shop(IConnectionMultiplexer redis)\n{\n    private static readonly Lazy<ConnectionMultiplexer> Redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(\"a\"));\n\n    public IConnectionMultiplexer Own => redis;\n\n    public async Task M()\n    {\n        await Redis.Value.GetDatabase().PingAsync();\n    }\n}\n")
        .Run();

    [Fact]
    public Task An_injected_multiplexer_is_used() => Fixes(
        "// a service\nusing StackExchange.Redis;\npublic class Shop\n{\n    private readonly IConnectionMultiplexer redis;\n\n    public Shop(IConnectionMultiplexer redis) => this.redis = redis;\n\n    public async Task M()\n    {\n        using var connection = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|];\n        await connection.GetDatabase().PingAsync();\n    }\n}\n",
        "// a service\nusing StackExchange.Redis;\npublic class Shop\n{\n    private readonly IConnectionMultiplexer redis;\n\n    public Shop(IConnectionMultiplexer redis) => this.redis = redis;\n\n    public async Task M()\n    {\n        await redis.GetDatabase().PingAsync();\n    }\n}\n",
        new(Title: "Use 'redis' (review)"));

    [Fact]
    public Task A_multiplexer_is_connected_lazily() => Fixes(
        "using StackExchange.Redis;\npublic class ShopController : ControllerBase\n{\n    public async Task Get()\n    {\n        using var connection = [|ConnectionMultiplexer.Connect(\"a\")|];\n        await connection.GetDatabase().PingAsync();\n    }\n}\n",
        "using StackExchange.Redis;\npublic class ShopController : ControllerBase\n{\n    private static readonly Lazy<ConnectionMultiplexer> Redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(\"a\"));\n\n    public async Task Get()\n    {\n        await Redis.Value.GetDatabase().PingAsync();\n    }\n}\n");

    [Fact]
    public Task A_data_source_is_shared() => Fixes(
        "private static readonly string Connection = \"Host=a\";\n\npublic async Task Get()\n{\n    await using var source = [|Npgsql.NpgsqlDataSource.Create(Connection)|];\n    await using var connection = await source.OpenConnectionAsync();\n}",
        "private static readonly string Connection = \"Host=a\";\nprivate static readonly Npgsql.NpgsqlDataSource DataSource = Npgsql.NpgsqlDataSource.Create(Connection);\n\npublic async Task Get()\n{\n    await using var connection = await DataSource.OpenConnectionAsync();\n}");

    [Theory]
    [InlineData("using var client = [|new HttpClient()|]; client.DefaultRequestHeaders.Add(\"a\", u); await client.GetStringAsync(u);")]
    [InlineData("using var client = [|new HttpClient()|]; client.BaseAddress = new Uri(u); await client.GetStringAsync(u);")]
    [InlineData("using var client = [|new HttpClient { BaseAddress = new Uri(u) }|]; await client.GetStringAsync(u);")]
    [InlineData("using var client = [|new HttpClient(new HttpClientHandler { CookieContainer = new System.Net.CookieContainer() })|]; await client.GetStringAsync(u);")]
    [InlineData("using var handler = new HttpClientHandler(); handler.AllowAutoRedirect = false; using var client = [|new HttpClient(handler)|]; await client.GetStringAsync(u);")]
    [InlineData("var client = [|new HttpClient()|]; try { await client.GetStringAsync(u); } finally { client.Dispose(); }")]
    [InlineData("using var channel = [|Grpc.Net.Client.GrpcChannel.ForAddress(u)|]; await channel.ConnectAsync();")]
    [InlineData("using var redis = await [|StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(\"a\")|];")]
    public Task What_cannot_be_shared_as_it_is(string body) => FlagsWithoutFix("public async Task Get(string u) { " + body + " }");

    [Fact]
    public Task Not_in_a_generic_type_where_each_construction_has_its_own_statics() => FlagsWithoutFix(
        "using Microsoft.AspNetCore.Mvc;\npublic abstract class Crud<T> : ControllerBase\n{\n    public async Task<string> Get(string u)\n    {\n        using var client = [|new HttpClient()|];\n        return await client.GetStringAsync(u);\n    }\n}\n");

    [Fact]
    public Task Settings_inside_a_using_statement_move_along() => Fixes(
        "public async Task<string> Get(string u)\n{\n    using (var client = [|new HttpClient()|])\n    {\n        client.Timeout = TimeSpan.FromSeconds(3);\n        return await client.GetStringAsync(u);\n    }\n}",
        Field.Replace(") });", ") }) { Timeout = TimeSpan.FromSeconds(3) };") + "public async Task<string> Get(string u)\n{\n    return await Http.GetStringAsync(u);\n}");

    [Fact]
    public Task Tabs_and_line_breaks_of_the_file() => Fixes(
        "// tabs\r\npublic class C : ControllerBase\r\n{\r\n\tpublic async Task<string> Get(string u)\r\n\t{\r\n\t\tusing (var client = [|new HttpClient()|])\r\n\t\t{\r\n\t\t\treturn await client.GetStringAsync(u);\r\n\t\t}\r\n\t}\r\n}\r\n",
        "// tabs\r\npublic class C : ControllerBase\r\n{\r\n\t" + Field.Replace("\n", "\r\n") + "\tpublic async Task<string> Get(string u)\r\n\t{\r\n\t\treturn await Http.GetStringAsync(u);\r\n\t}\r\n}\r\n");

    [Fact]
    public Task A_flush_waits_for_what_was_sent_as_before() => Fixes(
        """
        using Confluent.Kafka;
        public class C : ControllerBase
        {
            public void Send()
            {
                using var p = [|new ProducerBuilder<Null, string>(new ProducerConfig { Acks = Acks.All }).Build()|];
                p.Produce("t", new Message<Null, string>());
                p.Flush(TimeSpan.FromSeconds(1));
            }
        }
        """,
        """
        using Confluent.Kafka;
        public class C : ControllerBase
        {
            private static readonly IProducer<Null, string> SharedProducer = new ProducerBuilder<Null, string>(new ProducerConfig { Acks = Acks.All }).Build();

            public void Send()
            {
                SharedProducer.Produce("t", new Message<Null, string>());
                SharedProducer.Flush(TimeSpan.FromSeconds(1));
            }
        }
        """);

    [Theory]
    [InlineData("using var client = u is null ? null : [|new HttpClient()|]; return await client.GetStringAsync(u);")]
    [InlineData("var client = [|new HttpClient()|]; using (client) return await client.GetStringAsync(u);")]
    [InlineData("using var client = [|new HttpClient { BaseAddress = new Uri(Root) }|]; return await client.GetStringAsync(u);")]
    public Task What_would_be_disposed_of_or_may_change_is_not_shared(string body) => FlagsWithoutFix(
        $"public static string Root {{ get; set; }}\npublic async Task<string> Get(string u) {{ {body} }}");

    [Fact]
    public Task A_factory_of_another_instance_is_not_at_hand() => Fixes(
        "// a service\npublic class Shop(IHttpClientFactory clients)\n{\n    public IHttpClientFactory Clients => clients;\n\n    public static async Task<string> M(string u)\n    {\n        using var client = [|new HttpClient()|];\n        return await client.GetStringAsync(u);\n    }\n}\n",
        "// a service\npublic class Shop(IHttpClientFactory clients)\n{\n    " + Field + "    public IHttpClientFactory Clients => clients;\n\n    public static async Task<string> M(string u)\n    {\n        return await Http.GetStringAsync(u);\n    }\n}\n");
}

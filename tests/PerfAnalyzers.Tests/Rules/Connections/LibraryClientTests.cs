using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

/// <summary>Clients of libraries, one per call.</summary>
public class LibraryClientTests : RuleTest<ShareTheClient, ShareTheClientFix>
{
    [Theory]
    [InlineData("await using var client = {|warning:new Azure.Messaging.ServiceBus.ServiceBusClient(\"a\")|}; await client.CreateSender(\"q\").CloseAsync();")]
    [InlineData("await using var client = {|warning:new Azure.Messaging.EventHubs.Producer.EventHubProducerClient(\"a\", \"b\")|}; await client.GetPartitionIdsAsync();")]
    [InlineData("using var client = {|warning:new RestSharp.RestClient(\"https://prices.example\")|}; await client.ExecuteAsync(new RestSharp.RestRequest(\"a\"));")]
    [InlineData("using var client = {|warning:new Flurl.Http.FlurlClient(\"https://prices.example\")|}; client.Request(\"a\");")]
    [InlineData("var prices = {|warning:Refit.RestService.For<IPrices>(\"https://prices.example\")|}; await prices.Get();")]
    [InlineData("var client = {|warning:new Elastic.Clients.Elasticsearch.ElasticsearchClient()|}; await client.PingAsync();")]
    [InlineData("var client = {|warning:new Nest.ElasticClient()|}; await client.PingAsync();")]
    [InlineData("var model = {|info:new OpenAI.Chat.ChatClient(\"m\", \"k\")|}; await model.CompleteChatAsync(\"hello\");")]
    [InlineData("await using var hub = {|warning:new HubConnectionBuilder().WithUrl(\"https://shop.example\").Build()|}; await hub.StartAsync();")]
    public Task A_client_per_call(string statements) => Flags(Code(statements));

    [Theory]
    [InlineData("var client = new RestSharp.RestClient(http); await client.ExecuteAsync(new RestSharp.RestRequest(\"a\"));")]
    [InlineData("var prices = Refit.RestService.For<IPrices>(http); await prices.Get();")]
    [InlineData("var client = new Flurl.Http.FlurlClient(http); client.Request(\"a\");")]
    [InlineData("var prices = \"https://prices.example\".WithHeader(\"a\", \"b\"); await prices.GetStringAsync();")]
    public Task What_shares_the_connections_of_another_client(string statements) => Unconcerned(Code(statements));

    [Theory]
    [InlineData("await using var channel = await {|info:rabbit.CreateChannelAsync()|}; await channel.DisposeAsync();")]
    [InlineData("using var mail = {|info:new MailKit.Net.Smtp.SmtpClient()|}; await mail.ConnectAsync(\"mail.example\");")]
    public Task What_threads_cannot_share_has_no_fix(string statements) => FlagsWithoutFix(Code(statements));

    [Fact]
    public Task A_session_that_sends_all_mails_of_a_worker() => Silent(
        "public class Mailer(System.Threading.Channels.ChannelReader<MimeKit.MimeMessage> mails) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { "
        + "using var mail = new MailKit.Net.Smtp.SmtpClient(); await foreach (var one in mails.ReadAllAsync(stop)) await mail.SendAsync(one, stop); } }",
        Guard.ServesALoop);

    [Fact]
    public Task A_channel_that_is_kept() => Silent(
        "public class Publisher { private RabbitMQ.Client.IChannel channel; public async Task Open(RabbitMQ.Client.IConnection rabbit, HttpContext context) { channel ??= await rabbit.CreateChannelAsync(); } }",
        Guard.ClientIsKept);

    [Fact]
    public Task A_health_check_is_made_for_each_probe() => Flags(
        """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        public class RedisCheck : IHealthCheck
        {
            private readonly StackExchange.Redis.ConnectionMultiplexer redis = {|warning:StackExchange.Redis.ConnectionMultiplexer.Connect("redis")|};

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
            {
                using var http = {|warning:new HttpClient()|};
                await http.GetAsync("https://prices.example", cancellation);
                return HealthCheckResult.Healthy();
            }
        }
        """);

    private static string Code(string statements) =>
        $$"""
        using Flurl.Http;
        using Microsoft.AspNetCore.SignalR.Client;

        namespace Shop;

        public interface IPrices { [Refit.Get("/prices")] Task<string> Get(); }

        public class PricesController(HttpClient http, RabbitMQ.Client.IConnection rabbit) : ControllerBase
        {
            public async Task Get() { await Task.Yield(); {{statements}} }
        }
        """;
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Synchronous forms of libraries in asynchronous code.</summary>
public class LibraryTwinTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    [Theory]
    [InlineData("OpenAI.Chat.ChatClient model", "{|warning:model.CompleteChat(\"hello\")|}", "await model.CompleteChatAsync(\"hello\")")]
    [InlineData("OpenAI.Embeddings.EmbeddingClient model", "{|warning:model.GenerateEmbedding(\"hello\")|}", "await model.GenerateEmbeddingAsync(\"hello\")")]
    [InlineData("RestSharp.IRestClient http", "{|warning:http.Execute(new RestRequest(\"a\"))|}", "await http.ExecuteAsync(new RestRequest(\"a\"))")]
    [InlineData("Elastic.Clients.Elasticsearch.ElasticsearchClient elastic", "{|warning:elastic.Index(new Person())|}", "await elastic.IndexAsync(new Person())")]
    [InlineData("Nest.IElasticClient elastic", "{|warning:elastic.Delete<Person>(\"a\")|}", "await elastic.DeleteAsync<Person>(\"a\")")]
    [InlineData("LinqToDB.IDataContext db", "{|warning:db.Insert(new Person())|}", "await db.InsertAsync(new Person())")]
    [InlineData("LinqToDB.Data.DataConnection db", "{|warning:db.CommitTransaction()|}", "await db.CommitTransactionAsync()")]
    [InlineData("ZiggyCreatures.Caching.Fusion.IFusionCache cache", "{|warning:cache.GetOrDefault<Person>(\"a\")|}", "await cache.GetOrDefaultAsync<Person>(\"a\")")]
    [InlineData("ZiggyCreatures.Caching.Fusion.IFusionCache cache", "{|warning:cache.Remove(\"a\")|}", "await cache.RemoveAsync(\"a\")")]
    public Task The_asynchronous_form_is_awaited(string service, string before, string after) => Fixes(Code(service, before), Code(service, after));

    [Theory]
    [InlineData("System.Net.Sockets.NetworkStream stream", "{|warning:System.Text.Json.JsonSerializer.Deserialize<Person>(stream)|}", "await System.Text.Json.JsonSerializer.DeserializeAsync<Person>(stream)")]
    [InlineData("System.Net.Sockets.NetworkStream stream", "{|warning:System.Text.Json.JsonSerializer.Serialize(stream, new Person())|}", "await System.Text.Json.JsonSerializer.SerializeAsync(stream, new Person())")]
    [InlineData("int size", "{|warning:System.Text.Json.JsonSerializer.Deserialize<Person>(Request.Body)|}", "await System.Text.Json.JsonSerializer.DeserializeAsync<Person>(Request.Body)")]
    public Task Json_is_read_from_the_network_and_written_to_it(string service, string before, string after) => Fixes(Code(service, before), Code(service, after));

    [Theory]
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<Person>(new MemoryStream())", nameof(Guard.ReadsMemory))]
    public Task Json_in_memory_is_silent(string statement, string guard) => Silent(Code("int size", statement), Guard.Every.Single(known => known.Name == guard));

    [Fact]
    public Task Json_in_a_text_waits_for_nothing() => Unconcerned(Code("string text", "System.Text.Json.JsonSerializer.Deserialize<Person>(text)"));

    [Fact]
    public Task A_library_that_the_tests_do_not_have() => Flags(
        Code("NHibernate.ISession session", "{|warning:session.Get<Person>(1)|}"),
        new Given { Below = [new("NHibernate", "namespace NHibernate;\npublic interface ISession { T Get<T>(object id); System.Threading.Tasks.Task<T> GetAsync<T>(object id); }")] });

    [Theory]
    [InlineData("public class Store { public Store(DbConnection connection) { connection.Open(); } }", "services.AddScoped<Store>()")]
    [InlineData("public class Store { }", "services.AddScoped(p => { p.GetRequiredService<DbConnection>().Open(); return new Store(); })")]
    [InlineData("public class StoreController : ControllerBase { public StoreController(DbConnection connection) { connection.Open(); } }", "services")]
    public Task Nothing_is_awaited_where_a_container_makes_an_object(string type, string registration) => Silent(
        $"namespace Shop;\n{type}\npublic static class Registration {{ public static IServiceCollection AddShop(this IServiceCollection services) => {registration}; }}",
        Guard.CannotBecomeAsync);

    [Fact]
    public Task The_signature_of_a_library_stays() => Silent(
        "namespace Library;\npublic class Titles(OpenAI.Chat.ChatClient model) { public string Of(string text) => model.CompleteChat(text).Value.Content[0].Text; }", Guard.CannotBecomeAsync);

    [Fact]
    public Task A_generated_client_has_its_twin_beside_it() => Fixes(
        "public async Task Get(PricesClient prices, CancellationToken stop) { await Task.Delay(1, stop); {|warning:prices.GetPrice(new Request())|}; }\n" + GeneratedClient.Prices,
        "public async Task Get(PricesClient prices, CancellationToken stop) { await Task.Delay(1, stop); await prices.GetPriceAsync(new Request(), cancellationToken: stop); }\n" + GeneratedClient.Prices);

    private static string Code(string service, string statement) =>
        $$"""
        using LinqToDB;
        using RestSharp;

        namespace Shop;

        public class Person { public string Name { get; set; } }

        public class PeopleController({{service}}) : ControllerBase
        {
            public async Task Get() { await Task.Yield(); {{statement}}; }
        }
        """;
}

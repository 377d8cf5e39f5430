using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Reads of libraries, one per item.</summary>
public class LibraryReadTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Identity.UserManager<Person> users", "await {|warning:users.FindByIdAsync(key)|}")]
    [InlineData("Microsoft.AspNetCore.Identity.UserManager<Person> users", "await {|warning:users.FindByEmailAsync(key)|}")]
    [InlineData("Microsoft.AspNetCore.Identity.RoleManager<Role> roles", "await {|warning:roles.FindByNameAsync(key)|}")]
    [InlineData("Azure.Messaging.ServiceBus.ServiceBusReceiver queue", "await {|warning:queue.ReceiveDeferredMessageAsync(key.Length)|}")]
    [InlineData("RestSharp.IRestClient http", "await {|warning:http.GetJsonAsync<Person>(\"/people/\" + key)|}")]
    [InlineData("string host", "await {|warning:host.AppendPathSegment(key).GetStringAsync()|}")]
    [InlineData("Elastic.Clients.Elasticsearch.ElasticsearchClient elastic", "await {|warning:elastic.GetAsync<Person>(key)|}")]
    [InlineData("Elastic.Clients.Elasticsearch.ElasticsearchClient elastic", "await {|warning:elastic.SearchAsync<Person>(s => s.Query(q => q.Term(t => t.Field(\"name\").Value(key))))|}")]
    [InlineData("Nest.IElasticClient elastic", "await {|warning:elastic.GetAsync<Person>(key)|}")]
    [InlineData("LinqToDB.IDataContext db", "await {|warning:LinqToDB.Async.AsyncExtensions.FirstOrDefaultAsync(LinqToDB.DataExtensions.GetTable<Person>(db), p => p.Name == key)|}")]
    [InlineData("OpenIddict.Abstractions.IOpenIddictScopeManager scopes", "await {|warning:scopes.FindByNameAsync(key)|}")]
    [InlineData("OpenIddict.Abstractions.IOpenIddictApplicationManager clients", "await {|warning:clients.FindByClientIdAsync(key)|}")]
    [InlineData("OpenAI.Embeddings.EmbeddingClient model", "await {|warning:model.GenerateEmbeddingAsync(key)|}")]
    [InlineData("Microsoft.Extensions.AI.IEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>> model", "await {|warning:model.GenerateVectorAsync(key)|}")]
    public Task One_read_per_item(string service, string read) => Flags(Loop(service, $"found.Add({read});"));

    [Theory]
    [InlineData("OpenAI.Chat.ChatClient model", "await model.CompleteChatAsync(key)")]
    [InlineData("Microsoft.Extensions.AI.IChatClient model", "await model.GetResponseAsync(key)")]
    [InlineData("Microsoft.SemanticKernel.ChatCompletion.IChatCompletionService model", "await model.GetChatMessageContentAsync(key)")]
    [InlineData("Azure.Messaging.ServiceBus.ServiceBusReceiver queue", "await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(key.Length))")]
    public Task Nothing_answers_many_at_once(string service, string read) => Unconcerned(Loop(service, $"found.Add({read});"));

    [Theory]
    [InlineData("Microsoft.AspNetCore.Identity.UserManager<Person> users", "await users.FindByIdAsync(\"a\")")]
    [InlineData("Elastic.Clients.Elasticsearch.ElasticsearchClient elastic", "await elastic.GetAsync<Person>(\"a\")")]
    public Task What_does_not_depend_on_the_item(string service, string read) => Silent(Loop(service, $"found.Add({read});"), Guard.IndependentOfItem);

    [Fact]
    public Task A_library_that_the_tests_do_not_have() => Flags(
        Loop("NHibernate.ISession session", "found.Add(await {|warning:session.GetAsync<Person>(key)|});"),
        new Given { Below = [new("NHibernate", "namespace NHibernate;\npublic interface ISession { System.Threading.Tasks.Task<T> GetAsync<T>(object id); }")] });

    [Fact]
    public Task A_member_of_a_role_is_one_of_its_users() => Flags(
        "public class Person : Microsoft.AspNetCore.Identity.IdentityUser { }\npublic class Site(Microsoft.AspNetCore.Identity.UserManager<Person> users) : ControllerBase { "
        + "public async Task<int> M(List<Person> all) { var count = 0; foreach (var person in all) if (await {|warning:users.IsInRoleAsync(person, \"admin\")|}) count++; return count; } }");

    [Fact]
    public Task One_call_of_a_generated_client_per_item() => Flags(
        "public async Task Get(PricesClient prices, List<string> keys, List<Answer> all) { foreach (var key in keys) all.Add(await {|warning:prices.GetPriceAsync(new Request { Key = key })|}); }\n" + GeneratedClient.Prices);

    private static string Loop(string service, string body) =>
        $$"""
        using Flurl;
        using Flurl.Http;
        using Elastic.Clients.Elasticsearch;
        using Microsoft.Extensions.AI;
        using Microsoft.SemanticKernel.ChatCompletion;
        using RestSharp;

        namespace Shop;

        public class Person : Microsoft.AspNetCore.Identity.IdentityUser { public string Name { get; set; } }

        public class Role : Microsoft.AspNetCore.Identity.IdentityRole { }

        public class PeopleController({{service}}) : ControllerBase
        {
            public async Task<List<object>> Get(List<string> keys)
            {
                var found = new List<object>();
                foreach (var key in keys) { {{body}} }
                return found;
            }
        }
        """;
}

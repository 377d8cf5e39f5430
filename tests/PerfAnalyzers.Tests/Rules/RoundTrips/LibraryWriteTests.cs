using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Writes of libraries, one per item.</summary>
public class LibraryWriteTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    [Theory]
    [InlineData("Azure.Messaging.ServiceBus.ServiceBusSender queue", "await {|warning:queue.SendMessageAsync(new Azure.Messaging.ServiceBus.ServiceBusMessage(item.Name))|};")]
    [InlineData("Azure.Messaging.EventHubs.Producer.EventHubProducerClient hub", "await {|warning:hub.SendAsync(new[] { new Azure.Messaging.EventHubs.EventData(item.Name) })|};")]
    [InlineData("MassTransit.IPublishEndpoint bus", "await {|info:bus.Publish(item)|};")]
    [InlineData("RestSharp.IRestClient http", "await {|info:http.PostJsonAsync<Item>(\"/items\", item)|};")]
    [InlineData("string host", "await {|info:host.PostJsonAsync(item)|};")]
    [InlineData("Elastic.Clients.Elasticsearch.ElasticsearchClient elastic", "await {|warning:elastic.IndexAsync(item)|};")]
    [InlineData("Nest.IElasticClient elastic", "await {|warning:elastic.IndexDocumentAsync(item)|};")]
    [InlineData("LinqToDB.IDataContext db", "await {|warning:LinqToDB.DataExtensions.InsertAsync(db, item)|};")]
    [InlineData("LinqToDB.IDataContext db", "await {|warning:LinqToDB.DataExtensions.UpdateAsync(db, item)|};")]
    public Task One_write_per_item(string service, string write) => Flags(Loop(service, write));

    [Theory]
    [InlineData("OpenIddict.Abstractions.IOpenIddictTokenManager tokens", "await tokens.DeleteAsync(item);")]
    [InlineData("Microsoft.AspNetCore.Identity.UserManager<Person> users", "await users.UpdateAsync(new Person { UserName = item.Name });")]
    [InlineData("Azure.Messaging.ServiceBus.ServiceBusReceiver queue", "await queue.RenewMessageLockAsync(Azure.Messaging.ServiceBus.ServiceBusModelFactory.ServiceBusReceivedMessage(messageId: item.Name));")]
    [InlineData("MassTransit.IRequestClient<Item> bus", "await bus.GetResponse<Item>(item);")]
    public Task Nothing_writes_many_at_once(string service, string write) => Silent(Loop(service, write), Guard.NoFormForMany);

    [Fact]
    public Task A_user_is_added_to_all_roles_at_once() => Flags(Roles("foreach (var role in roles) await {|warning:users.AddToRoleAsync(person, role)|};"));

    [Fact]
    public Task Failures_of_single_items_are_caught() => Silent(
        Loop("Azure.Messaging.ServiceBus.ServiceBusSender queue", "try { await queue.SendMessageAsync(new Azure.Messaging.ServiceBus.ServiceBusMessage(item.Name)); } catch (Exception) { }"),
        Guard.CatchesPerItem);

    [Fact]
    public Task One_call_of_a_generated_client_per_item() => Flags(
        "public async Task Post(PricesClient prices, List<string> keys) { foreach (var key in keys) await {|info:prices.StoreAsync(new Request { Key = key }, default)|}; }\n" + GeneratedClient.Prices);

    private static string Roles(string loop) =>
        $$"""
        namespace Shop;

        public class Person : Microsoft.AspNetCore.Identity.IdentityUser { }

        public class PeopleController(Microsoft.AspNetCore.Identity.UserManager<Person> users) : ControllerBase
        {
            public async Task Post(Person person, List<string> roles) { {{loop}} }
        }
        """;

    private static string Loop(string service, string write) =>
        $$"""
        using Flurl;
        using Flurl.Http;
        using RestSharp;

        namespace Shop;

        public class Person : Microsoft.AspNetCore.Identity.IdentityUser { }

        public class Item { public string Name { get; set; } }

        public class ItemsController({{service}}) : ControllerBase
        {
            public async Task Post(List<Item> items)
            {
                foreach (var item in items) { {{write}} }
            }
        }
        """;
}

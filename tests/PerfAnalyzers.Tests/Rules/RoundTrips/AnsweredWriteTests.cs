using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Requests whose answers are used, writes that are told of, and flushes: a round trip per item too.</summary>
public class AnsweredWriteTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private static string InController(string body) => $$"""
        using System.Net.Http.Json;
        using Confluent.Kafka;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Logging;

        public class Order { public int Id { get; set; } public string Name { get; set; } public bool Done { get; set; } }
        public class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
        public class News : Hub { }
        public interface IWork { Task FulfilAsync(Order order); Task NotifyAsync(Order order); }
        public class ShopController(Shop db, HttpClient http, IHubContext<News> hub, ILogger<News> log, IWork work) : ControllerBase
        {
            public async Task M(List<Order> orders, List<string> found, IProducer<string, string> producer)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var o in orders) { var answer = await {|info:http.PostAsJsonAsync(\"/\", o)|}; answer.EnsureSuccessStatusCode(); found.Add(await answer.Content.ReadAsStringAsync()); }")]
    [InlineData("foreach (var o in orders) { using var request = new HttpRequestMessage(HttpMethod.Get, o.Name); var answer = await {|info:http.SendAsync(request)|}; found.Add(await answer.Content.ReadAsStringAsync()); }")]
    [InlineData("foreach (var o in orders) { var answer = await {|info:http.PostAsync(o.Name, null)|}; found.Add(await answer.Content.ReadFromJsonAsync<string>()); }")]
    [InlineData("foreach (var o in orders) { var answer = await {|info:http.PutAsync(o.Name, null)|}; if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(); }")]
    [InlineData("foreach (var o in orders) { var answer = await {|info:http.PutAsync(o.Name, null)|}; if (!answer.IsSuccessStatusCode) continue; found.Add(o.Name); }")]
    public Task An_answer_that_is_used_is_a_suggestion(string body) => FlagsWithoutFix(InController(body));

    [Theory]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var o in orders) { var answer = await http.PostAsync(o.Name, null); if (answer.IsSuccessStatusCode) break; }")]
    [InlineData(nameof(Guard.ResultIsUsed), "string token = null; foreach (var o in orders) { var answer = await http.PostAsync(o.Name + token, null); token = answer.ReasonPhrase; }")]
    [InlineData(nameof(Guard.AwaitsUnknown), "foreach (var o in orders) { var answer = await http.PostAsync(o.Name, null); await work.FulfilAsync(o); }")]
    public Task An_answer_that_decides_what_comes_next(string guard, string body) => Silent(InController(body), Named(guard));

    [Theory]
    [InlineData("await hub.Clients.All.SendAsync(\"order\", o);")]
    [InlineData("await work.NotifyAsync(o);")]
    public Task What_is_told_of_behind_the_save_is_a_suggestion(string announcement) => FlagsWithoutFix(
        InController($"foreach (var name in found) {{ var o = new Order {{ Name = name }}; db.Add(o); await {{|info:db.SaveChangesAsync()|}}; {announcement} }}"));

    [Fact]
    public Task A_line_in_the_log_may_name_the_key_but_then_it_has_to_move_too() => FlagsWithoutFix(
        InController("foreach (var name in found) { var o = new Order { Name = name }; db.Add(o); await {|info:db.SaveChangesAsync()|}; log.LogInformation(\"{Id}\", o.Id); }"));

    [Theory]
    [InlineData(nameof(Guard.AwaitsUnknown), "await hub.Clients.All.SendAsync(\"order\", name); db.Add(new Order { Name = name }); await db.SaveChangesAsync();")]
    [InlineData(nameof(Guard.AwaitsUnknown), "var o = new Order { Name = name }; db.Add(o); await db.SaveChangesAsync(); await work.FulfilAsync(o);")]
    [InlineData(nameof(Guard.KeyReadBack), "var o = new Order { Name = name }; db.Add(o); await db.SaveChangesAsync(); Console.Write(o.Id);")]
    public Task What_is_recorded_or_done_for_the_item_keeps_its_place(string guard, string body) =>
        Silent(InController($"foreach (var name in found) {{ {body} }}"), Named(guard));

    [Fact]
    public Task A_flush_per_message_goes_behind_the_loop() => Flags(
        InController("foreach (var name in found) { producer.Produce(\"t\", new Message<string, string> { Key = name }); {|warning:producer.Flush(TimeSpan.FromSeconds(5))|}; }"),
        new(Message: "'IProducer.Flush' makes a round trip for every item of the loop; flush once after the loop"));

    [Theory]
    [InlineData(nameof(Guard.IndependentOfItem), "foreach (var name in found) { log.LogInformation(name); producer.Flush(TimeSpan.FromSeconds(5)); }")]
    public Task A_flush_of_nothing_of_the_item(string guard, string body) => Silent(InController(body), Named(guard));

    [Fact]
    public Task The_message_says_that_the_announcements_follow() => Flags(
        InController("foreach (var name in found) { db.Add(new Order { Name = name }); await [|db.SaveChangesAsync()|]; await hub.Clients.All.SendAsync(\"order\", name); }"),
        new(Message: "'Shop.SaveChangesAsync' makes a round trip for every item of the loop; save once after the loop, and tell of the items then"));
}

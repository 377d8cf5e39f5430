using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Redis reads per item become one command, or one burst of commands.</summary>
public class RedisBatchTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private static string InController(string body) => $$"""
        using StackExchange.Redis;

        public class Line { public int ProductId { get; set; } public string Sku { get; set; } }

        public class ShopController(IDatabase redis) : ControllerBase
        {
            public async Task<List<RedisValue>> M(List<int> ids, RedisKey[] keys, List<Line> lines, IReadOnlyCollection<string> fields)
            {
                var found = new List<RedisValue>();
                {{body.ReplaceLineEndings("\n").Replace("\n", "\n        ")}}
                return found;
            }
        }
        """;

    private static Task Becomes(string before, string after) =>
        Fixes(InController(before), InController(after), new(Title: "Ask Redis for all of them at once before the loop (review)"));

    [Fact]
    public Task Many_keys() => Becomes(
        """
        foreach (var line in lines)
        {
            var key = "p:" + line.ProductId;
            found.Add(await [|redis.StringGetAsync(key)|]); // price
        }
        """,
        """
        var values = await redis.StringGetAsync(lines.Select(line => (RedisKey)("p:" + line.ProductId)).ToArray());
        var index = 0;
        foreach (var line in lines)
        {
            var key = "p:" + line.ProductId;
            found.Add(values[index++]); // price
        }
        """);

    [Fact]
    public Task Many_fields_of_one_key_by_a_counter() => Becomes(
        "for (var i = 0; i < lines.Count; i++) found.Add(await [|redis.HashGetAsync(\"prices\", lines[i].Sku, CommandFlags.PreferReplica)|].ConfigureAwait(false));",
        """
        var values = await redis.HashGetAsync("prices", lines.Select(item => (RedisValue)item.Sku).ToArray(), CommandFlags.PreferReplica).ConfigureAwait(false);
        for (var i = 0; i < lines.Count; i++) found.Add(values[i]);
        """);

    [Fact]
    public Task Keys_as_they_are() => Becomes(
        "foreach (var key in keys) found.Add([|redis.StringGet(key)|]);",
        """
        var values = redis.StringGet(keys.ToArray());
        var index = 0;
        foreach (var key in keys) found.Add(values[index++]);
        """);

    [Fact]
    public Task What_has_no_form_for_many_is_sent_in_one_burst() => Becomes(
        """
        foreach (var id in ids)
        {
            if (await [|redis.KeyExistsAsync($"p:{id}")|])
                continue;
            found.Add(id);
        }
        """,
        """
        var values = await Task.WhenAll(ids.Select(id => redis.KeyExistsAsync($"p:{id}")));
        var index = 0;
        foreach (var id in ids)
        {
            if (values[index++])
                continue;
            found.Add(id);
        }
        """);

    [Theory]
    [InlineData("foreach (var id in ids) { if (id > 0) found.Add(await {|warning:redis.StringGetAsync($\"p:{id}\")|}); }")]
    [InlineData("foreach (var id in ids) { found.Add(await {|warning:redis.StringGetAsync(Key(id))|}); } string Key(int id) => $\"{id}\";")]
    [InlineData("for (var i = ids.Count - 1; i >= 0; i--) found.Add(await {|warning:redis.StringGetAsync($\"p:{ids[i]}\")|});")]
    [InlineData("foreach (var id in ids) found.Add({|warning:redis.StringLength($\"p:{id}\")|});")]
    [InlineData("foreach (var id in ids) { var value = await {|info:redis.StringGetAsync($\"p:{id}\")|}; if (value.IsNull) break; }")]
    [InlineData("var first = RedisValue.Null; for (var i = 0; i < keys.Length && first.IsNull; i++) first = await {|info:redis.StringGetAsync(keys[i])|};")]
    public Task What_cannot_be_written_safely_is_left(string body) => FlagsWithoutFix(InController(body));
}

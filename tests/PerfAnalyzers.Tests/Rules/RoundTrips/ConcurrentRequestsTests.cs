using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>HTTP requests per item run side by side, within a limit.</summary>
public class ConcurrentRequestsTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private static string InController(string body) => $$"""
        using System.Net.Http.Json;

        public record Price(string Sku, int Cents);

        public class ShopController(HttpClient http) : ControllerBase
        {
            private int count;

            public async Task<object> M(IReadOnlyCollection<string> skus, Uri[] urls, CancellationToken ct)
            {
                var prices = new List<Price>();
                var texts = new List<string>();
                {{body.ReplaceLineEndings("\n").Replace("\n", "\n        ").Replace("\n        \n", "\n\n")}}
                return prices;
            }
        }
        """;

    [Fact]
    public Task Results_keep_the_order_of_the_items() => Fixes(
        InController("""
            // one by one
            foreach (var sku in skus)
            {
                // ask
                var price = await [|http.GetFromJsonAsync<Price>($"/prices/{Uri.EscapeDataString(sku)}", ct)|];
                prices.Add(price!); // keep
            }

            prices.Sort();
            """),
        InController("""
            // one by one
            var results = new Price[skus.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct };
            await Parallel.ForEachAsync(skus.Select((sku, index) => (sku, index)), options, async (item, token) =>
            {
                var (sku, index) = item;
                // ask
                var price = await http.GetFromJsonAsync<Price>($"/prices/{Uri.EscapeDataString(sku)}", token);
                results[index] = price!; // keep
            });
            prices.AddRange(results);

            prices.Sort();
            """),
        new(Title: "Send 8 requests at a time (review)"));

    [Fact]
    public Task The_profile_sets_the_limit() => Fixes(
        InController("""
            foreach (var url in urls)
                texts.Add(await [|http.GetStringAsync(url)|]);
            """),
        InController("""
            var results = new string[urls.Length];
            var options = new ParallelOptions { MaxDegreeOfParallelism = 16 };
            await Parallel.ForEachAsync(urls.Select((url, index) => (url, index)), options, async (item, _) =>
            {
                var (url, index) = item;
                results[index] = await http.GetStringAsync(url);
            });
            texts.AddRange(results);
            """),
        new(EditorConfig: "perfanalyzers.profile = latency"));

    [Fact]
    public Task A_response_of_its_own_may_be_read() => Fixes(
        InController("""
            foreach (var url in urls)
            {
                using var response = await [|http.GetAsync(url, ct)|];
                response.EnsureSuccessStatusCode();
                texts.Add(await response.Content.ReadAsStringAsync(ct));
            }
            """),
        InController("""
            var results = new string[urls.Length];
            var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct };
            await Parallel.ForEachAsync(urls.Select((url, index) => (url, index)), options, async (item, token) =>
            {
                var (url, index) = item;
                using var response = await http.GetAsync(url, token);
                response.EnsureSuccessStatusCode();
                results[index] = await response.Content.ReadAsStringAsync(ct);
            });
            texts.AddRange(results);
            """));

    [Theory]
    [InlineData("foreach (var url in urls) { texts.Add(await {|warning:http.GetStringAsync(url)|}); count++; }")]
    [InlineData("foreach (var url in urls) { var text = await {|warning:http.GetStringAsync(url)|}; if (text != null) texts.Add(text); }")]
    [InlineData("foreach (var url in urls) { var text = await {|warning:http.GetStringAsync(url)|}; if (text == null) continue; texts.Add(text); }")]
    [InlineData("foreach (var url in urls) texts.Add(await {|warning:http.GetStringAsync(url)|} ?? throw new InvalidOperationException());")]
    [InlineData("foreach (var url in urls) texts.Add(await {|warning:http.GetStringAsync(url)|} + texts.Count);")]
    [InlineData("foreach (var url in urls) texts.Add(Log(await {|warning:http.GetStringAsync(url)|})); string Log(string text) => text + count++;")]
    [InlineData("foreach (var url in urls) { var text = await {|warning:http.GetStringAsync(url)|}; count = text.Length; texts.Add(text); }")]
    [InlineData("foreach (var url in urls) { try { texts.Add(await {|warning:http.GetStringAsync(url)|}); } catch (HttpRequestException) { } }")]
    [InlineData("try { foreach (var url in urls) texts.Add(await {|warning:http.GetStringAsync(url)|}); } catch (HttpRequestException) { }")]
    public Task Bodies_that_share_anything_are_left(string body) => FlagsWithoutFix(InController(body));

    [Fact]
    public Task Comments_stay() => Fixes(
        InController("foreach (var url in urls) // each\n{\n    // ask\n    texts.Add(\n        await [|http.GetStringAsync(url)|]); // keep\n    // done\n}").ReplaceLineEndings("\r\n"),
        InController("var results = new string[urls.Length];\nvar options = new ParallelOptions { MaxDegreeOfParallelism = 8 };\nawait Parallel.ForEachAsync(urls.Select((url, index) => (url, index)), options, async (item, _) =>\n{\n    var (url, index) = item;\n    // each\n    // ask\n    results[index] = await http.GetStringAsync(url); // keep\n    // done\n});\ntexts.AddRange(results);").ReplaceLineEndings("\r\n"));
}

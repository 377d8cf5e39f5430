namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>A typed HTTP client behind its interface.</summary>
internal static class ClientPart
{
    public static string Write(Feature it) => $$"""
        using System.Net;
        using System.Net.Http.Json;

        namespace {{it.Namespace}};

        public sealed record {{it.Name}}Notice(string Code, string Status, DateTimeOffset At);

        public sealed record {{it.Name}}Page(List<string> Codes, string? Next);

        public interface I{{it.Name}}Client
        {
            Task<decimal> GetRateAsync(string currency, CancellationToken cancellation);

            Task<decimal> GetLimitAsync(int count, CancellationToken cancellation);

            Task NotifyAsync(string code, {{it.Name}}Status status, CancellationToken cancellation);

            Task<List<string>> GetKnownCodesAsync(CancellationToken cancellation);
        }

        public sealed class {{it.Name}}Client(HttpClient http, TimeProvider clock, ILogger<{{it.Name}}Client> log) : I{{it.Name}}Client
        {
            private const int MaximalAttempts = 3;

            public Task<decimal> GetRateAsync(string currency, CancellationToken cancellation) =>
                http.GetFromJsonAsync<decimal>($"rates/{Uri.EscapeDataString(currency)}", cancellation);

            public async Task<decimal> GetLimitAsync(int count, CancellationToken cancellation)
            {
                using var response = await http.GetAsync($"limits?count={count}", cancellation);
                if (response.StatusCode == HttpStatusCode.NotFound)
                    return decimal.MaxValue;
                response.EnsureSuccessStatusCode();
                return await response.Content.ReadFromJsonAsync<decimal>(cancellation);
            }

            public async Task NotifyAsync(string code, {{it.Name}}Status status, CancellationToken cancellation)
            {
                var notice = new {{it.Name}}Notice(code, status.ToString(), clock.GetUtcNow());
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        using var response = await http.PostAsJsonAsync("notices", notice, cancellation);
                        response.EnsureSuccessStatusCode();
                        return;
                    }
                    catch (HttpRequestException error) when (attempt < MaximalAttempts)
                    {
                        log.LogWarning(error, "Attempt {Attempt} for {Code} failed", attempt, code);
                        await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
                    }
                }
            }

            public async Task<List<string>> GetKnownCodesAsync(CancellationToken cancellation)
            {
                var codes = new List<string>();
                var next = "codes?page=1";
                while (next is not null)
                {
                    var page = await http.GetFromJsonAsync<{{it.Name}}Page>(next, cancellation);
                    codes.AddRange(page!.Codes);
                    next = page.Next;
                }

                return codes;
            }
        {{it.Maybe(0.08, ClientPerCall)}}}
        """;

    // One of the few findings: connections that nobody shares.
    private const string ClientPerCall = """

            public async Task<string> GetStatusPageAsync(string url)
            {
                using var client = new HttpClient();
                return await client.GetStringAsync(url);
            }

        """;
}

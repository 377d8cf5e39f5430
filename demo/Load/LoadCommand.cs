using System.Text.Json;

namespace PerfAnalyzers.Demo.Load;

/// <summary>The demo as its own load generator, in a process apart from the shop and from the report.</summary>
internal static class LoadCommand
{
    public const string Verb = "load";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = LoadOptions.Parse(arguments);
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = options.Target, Timeout = Timeout.InfiniteTimeSpan };

        var load = new OpenLoopLoad(options, http);
        await load.WarmUpAsync();
        var result = await load.RunAsync(new ProgressLines());
        await File.WriteAllTextAsync(options.ResultFile, JsonSerializer.Serialize(result));
        return 0;
    }

    public static LoadProgress? ParseProgress(string line) =>
        line.StartsWith('{') ? JsonSerializer.Deserialize<LoadProgress>(line) : null;

    private sealed class ProgressLines : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => Console.WriteLine(JsonSerializer.Serialize(value));
    }
}

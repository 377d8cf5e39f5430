using System.Text.Json;
using PerfAnalyzers.Demo.Load;
using PerfAnalyzers.Demo.Processes;

namespace PerfAnalyzers.Demo.Steps;

/// <summary>Runs the shop, its partners and the load, each in a process of its own, on a new database.</summary>
internal sealed class ShopMeasurement(ShopProject shop, WorkFolder work)
{
    // The size of a small container. It also makes a large machine show what a small one does: the thread pool starts with a thread per processor.
    public const string Processors = "2";

    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan NextWarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<Measurement> RunAsync(string name, Action<string> report, CancellationToken cancellationToken)
    {
        report("starting the servers");
        var (partners, partnersUrl) = await StartAsync(cancellationToken, "partners", "--urls", "http://127.0.0.1:0");
        await using var partnersProcess = partners;
        var (server, url) = await StartAsync(
            cancellationToken,
            "--urls", "http://127.0.0.1:0",
            "--Partners:Url", partnersUrl.GetLeftPart(UriPartial.Authority),
            "--Partners:Host", "false",
            "--ConnectionStrings:Shop", $"Data Source={work.File($"{name}.db")}");
        await using var serverProcess = server;

        report("one request of each kind");
        var answers = await AnswerSheet.AskAsync(url, cancellationToken);

        var results = new Dictionary<LoadLevel, LoadResult>();
        foreach (var level in LoadLevel.All)
        {
            var warmUp = results.Count == 0 ? FirstWarmUp : NextWarmUp;
            var options = new LoadOptions(url, warmUp, level.RatePerSecond, level.Duration, Patience, work.File($"{name}-{level.Name}.json"));
            results[level] = await LoadAsync(options, level, report, cancellationToken);
        }

        return new Measurement(answers, results);
    }

    private Task<(Server Server, Uri Address)> StartAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Server.StartAsync(DotNetHost.StartInfo(DotNetHost.Path, [shop.Program, .. arguments], work.Shop, new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = Processors }), cancellationToken);

    private static async Task<LoadResult> LoadAsync(LoadOptions options, LoadLevel level, Action<string> report, CancellationToken cancellationToken)
    {
        report($"{level.Name}: warming up");
        await new Command(DotNetHost.Path, [typeof(LoadCommand).Assembly.Location, LoadCommand.Verb, .. options.ToArguments()])
        {
            OnLine = line =>
            {
                if (LoadCommand.ParseProgress(line) is { } progress)
                    report($"{level.Name}: {level.RatePerSecond} requests/s, {progress.Fraction:P0} sent, {progress.Answered} answered, {progress.Waiting} waiting");
            },
        }.RunAsync(cancellationToken);

        await using var result = File.OpenRead(options.ResultFile);
        return (await JsonSerializer.DeserializeAsync<LoadResult>(result, cancellationToken: cancellationToken))!;
    }
}

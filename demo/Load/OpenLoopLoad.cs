using System.Diagnostics;

namespace PerfAnalyzers.Demo.Load;

/// <summary>
/// Sends requests at a constant rate and waits for no answer before the next one, as customers do who do not know of each other.
/// Latency counts from the moment a request was due, so a shop that stalls the sender cannot hide the wait.
/// </summary>
internal sealed class OpenLoopLoad(LoadOptions options, HttpClient http)
{
    private const int WarmUpCustomers = 4;

    /// <summary>A few customers, each waiting for the answer before the next request, so that no run pays for just-in-time compilation.</summary>
    public async Task WarmUpAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, WarmUpCustomers).Select(async customer =>
        {
            var random = new Random(customer);
            for (var index = customer; Stopwatch.GetElapsedTime(started) < options.WarmUp; index++)
                await SendAsync(ShopTraffic.Operations[index % ShopTraffic.Operations.Length].Create(random));
        }));
    }

    public async Task<LoadResult> RunAsync(IProgress<LoadProgress> progress)
    {
        var arrivals = Schedule();
        var recorder = new LoadRecorder(arrivals.Count);
        var start = Stopwatch.GetTimestamp();

        // A thread of its own: the pace must not depend on the thread pool that handles the answers.
        var pacer = new Thread(() => Pace(arrivals, start, recorder, progress)) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        pacer.Start();
        await recorder.Completion;
        return recorder.ToResult(options);
    }

    private List<Arrival> Schedule()
    {
        var random = new Random((int)options.RatePerSecond);
        var count = (int)(options.RatePerSecond * options.Duration.TotalSeconds);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var operation = Pick(random);
            return new Arrival(operation.Name, operation.Create(random), TimeSpan.FromSeconds(index / options.RatePerSecond));
        })];
    }

    private static Operation Pick(Random random)
    {
        var ticket = random.Next(ShopTraffic.Operations.Sum(operation => operation.Weight));
        return ShopTraffic.Operations.First(operation => (ticket -= operation.Weight) < 0);
    }

    private void Pace(List<Arrival> arrivals, long start, LoadRecorder recorder, IProgress<LoadProgress> progress)
    {
        var reported = 0;
        for (var index = 0; index < arrivals.Count; index++)
        {
            var arrival = arrivals[index];
            while (arrival.Due - Stopwatch.GetElapsedTime(start) is { } early && early > TimeSpan.Zero)
                Thread.Sleep(early > TimeSpan.FromMilliseconds(1) ? 1 : 0);

            _ = CompleteAsync(arrival, start, recorder);

            if ((int)arrival.Due.TotalSeconds != reported)
            {
                reported = (int)arrival.Due.TotalSeconds;
                progress.Report(recorder.Progress(arrival.Due / options.Duration, sent: index + 1));
            }
        }
    }

    private async Task CompleteAsync(Arrival arrival, long start, LoadRecorder recorder)
    {
        var due = start + (long)(arrival.Due.TotalSeconds * Stopwatch.Frequency);
        var sent = Stopwatch.GetTimestamp();
        var outcome = await SendAsync(arrival.Request);
        var sending = new Sending(due, sent, Completed: Stopwatch.GetTimestamp());
        recorder.Record(arrival.Operation, sending, Stopwatch.GetElapsedTime(start, sending.Completed) <= options.Duration, outcome);
    }

    private async Task<Outcome> SendAsync(HttpRequestMessage request)
    {
        using var timeout = new CancellationTokenSource(options.Timeout);
        try
        {
            using (request)
            using (var response = await http.SendAsync(request, timeout.Token))
                return response.IsSuccessStatusCode ? Outcome.Answered : new Outcome($"status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            return Outcome.TimedOut;
        }
        catch (HttpRequestException error)
        {
            return new Outcome(error.HttpRequestError.ToString());
        }
    }

    private sealed record Arrival(string Operation, HttpRequestMessage Request, TimeSpan Due);
}

using System.Diagnostics;

namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>
/// Measures candidates in rounds: one sample of each, alone and on two threads at the same time on different processors, one after
/// the other, so that whatever disturbs the machine disturbs all. A sample counts only if every thread had its processor to itself.
/// Ratios are taken within a round; the result is the median over the rounds.
/// </summary>
internal static class Race
{
    private const int Rounds = 201;
    private const double SampleNanoseconds = 150_000;
    private const double OwnProcessor = 0.97;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Every candidate alone and on two threads.</summary>
    public static RaceResult Run(params IReadOnlyList<Candidate> candidates) =>
        Run(new Runners(RaceResult.HasTwoProcessors ? 2 : 1), candidates);

    /// <summary>Every candidate on one thread only.</summary>
    public static RaceResult RunAlone(params IReadOnlyList<Candidate> candidates) => Run(new Runners(1), candidates);

    /// <summary>Every candidate on one thread, while another thread does something else without pause.</summary>
    public static RaceResult RunBeside(Candidate busy, params IReadOnlyList<Candidate> candidates)
    {
        using var stop = new CancellationTokenSource();
        var thread = new Thread(() =>
        {
            ThreadClock.PinTo(1);
            while (!stop.IsCancellationRequested)
                busy.Run(1_000);
        });
        thread.Start();
        var result = Run(new Runners(1), candidates);
        stop.Cancel();
        thread.Join();
        return result;
    }

    private static RaceResult Run(Runners runners, IReadOnlyList<Candidate> candidates)
    {
        using var _ = runners;
        var result = new RaceResult();
        int[] sizes = [.. candidates.Select(Size)];
        WarmUp(candidates, sizes);
        var counts = candidates.Select((candidate, i) => CallsPerSample(runners, candidate, sizes[i])).ToList();
        var patience = Stopwatch.StartNew();
        for (var round = 0; round < Rounds && patience.Elapsed < Patience; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                for (var threads = 1; threads <= runners.Count; threads++)
                {
                    var count = counts[i][threads - 1];
                    var (nanoseconds, share) = runners.Run(candidates[i], count, threads);
                    result.Add(candidates[i].Name, threads, share >= OwnProcessor ? nanoseconds / count : double.NaN);
                }
            }
        }

        return result;
    }

    // How many calls take a millisecond.
    private static int Size(Candidate candidate)
    {
        var count = 10;
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromMilliseconds(1) && count < 10_000; count *= 2)
        {
            var start = Stopwatch.GetTimestamp();
            candidate.Run(count);
            elapsed = Stopwatch.GetElapsedTime(start);
        }

        return count;
    }

    // Enough calls, and time, for the code to reach its last tier: each tier takes 30 calls and then a tenth of a second without new
    // code, longer on a busy machine.
    private static void WarmUp(IReadOnlyList<Candidate> candidates, int[] sizes)
    {
        for (var pause = 0; pause < 8; pause++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                for (var call = 0; call < 40; call++)
                    candidates[i].Run(sizes[i]);
            }

            Thread.Sleep(250);
        }
    }

    private static int[] CallsPerSample(Runners runners, Candidate candidate, int size) =>
        [.. Enumerable.Range(1, runners.Count).Select(threads =>
        {
            var nanoseconds = Enumerable.Range(0, 9).Select(_ => runners.Run(candidate, size, threads).Nanoseconds).Order().ElementAt(4);
            return (int)Math.Clamp(SampleNanoseconds * size / nanoseconds, 1, 200_000);
        })];
}

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

    /// <summary>The result of a race.</summary>
    public static RaceResult Run(params IReadOnlyList<Candidate> candidates)
    {
        var threads = RaceResult.HasTwoProcessors ? 2 : 1;
        using var runners = new Runners(threads);
        var result = new RaceResult();
        var counts = candidates.Select(candidate => WarmUp(runners, candidate, threads)).ToList();
        var patience = Stopwatch.StartNew();
        for (var round = 0; round < Rounds && patience.Elapsed < Patience; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                for (var running = 1; running <= threads; running++)
                {
                    var count = counts[i][running - 1];
                    var (nanoseconds, share) = runners.Run(candidates[i], count, running);
                    result.Add(candidates[i].Name, running, share >= OwnProcessor ? nanoseconds / count : double.NaN);
                }
            }
        }

        return result;
    }

    // Enough calls, and time, for the code to reach its last tier.
    private static int[] WarmUp(Runners runners, Candidate candidate, int threads)
    {
        const int Count = 10_000;
        for (var pause = 0; pause < 3; pause++)
        {
            for (var call = 0; call < 40; call++)
                candidate.Run(Count);
            Thread.Sleep(110);
        }

        return [.. Enumerable.Range(1, threads).Select(running =>
        {
            var nanoseconds = Enumerable.Range(0, 9).Select(_ => runners.Run(candidate, Count, running).Nanoseconds).Order().ElementAt(4);
            return (int)Math.Clamp(SampleNanoseconds * Count / nanoseconds, 100, 200_000);
        })];
    }
}

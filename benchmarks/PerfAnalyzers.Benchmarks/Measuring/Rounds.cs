namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>Measures sets of analyzers in rounds, one after the other, so that whatever disturbs the machine disturbs all.</summary>
internal static class Rounds
{
    /// <summary>The costs by the name of the set.</summary>
    public static async Task<IReadOnlyDictionary<string, Cost>> Measure(Subject subject, IReadOnlyList<AnalyzerSet> sets, int rounds)
    {
        IReadOnlyList<AnalyzerSet> all = [CompilerAlone.Set, .. sets];
        var runs = all.ToDictionary(set => set.Name, _ => new List<AnalysisRun>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var set in all)
            {
                var run = await AnalysisRun.Of(subject, set);
                runs[set.Name].Add(run);
                Console.Error.WriteLine(
                    $"{subject.Name}, {subject.Lines:N0} lines, round {round} of {rounds}, {set.Name}: "
                    + $"{run.InAnalyzers:N0} ms in the analyzers, {run.Processor:N0} ms of processor time");
            }
        }

        return runs.ToDictionary(pair => pair.Key, pair => Cost.Of(pair.Value, runs[CompilerAlone.Set.Name], subject.Lines));
    }

    /// <summary>Compiles the analyzers themselves, and fills what they keep for the life of the process.</summary>
    public static async Task WarmUp(Subject subject, IReadOnlyList<AnalyzerSet> sets)
    {
        Console.Error.WriteLine($"{subject.Name}: warming up");
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var set in sets.Prepend(CompilerAlone.Set))
                await AnalysisRun.Of(subject, set);
        }
    }
}

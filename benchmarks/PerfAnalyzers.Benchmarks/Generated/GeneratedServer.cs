using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>Measures every rule, alone and with the others, on servers of several sizes.</summary>
internal static class GeneratedServer
{
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, Cost>>> Measure(IReadOnlyList<int> sizes, int rounds)
    {
        IReadOnlyList<AnalyzerSet> sets = [.. OurRules.Each, OurRules.Together];
        List<IReadOnlyDictionary<string, Cost>> costs = [];
        foreach (var lines in sizes)
        {
            var subject = new Subject("generated server", ServerCode.Compile(lines), new AnalyzerOptions([]));
            if (costs.Count == 0)
                await Rounds.WarmUp(subject, sets);
            costs.Add(await Rounds.Measure(subject, sets, rounds));
        }

        return costs;
    }
}

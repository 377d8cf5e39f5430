using System.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>One analysis of code that nobody has looked at yet, on one thread.</summary>
/// <param name="Processor">Milliseconds of processor time, the compiler's included.</param>
/// <param name="Elapsed">Milliseconds by the clock on the wall.</param>
/// <param name="InAnalyzers">Milliseconds inside the analyzers, as <c>-p:ReportAnalyzer=true</c> tells them of a build.</param>
/// <param name="InOurs">The part of our rules in that.</param>
/// <param name="Findings">How many places were reported.</param>
internal sealed record AnalysisRun(double Processor, double Elapsed, double InAnalyzers, double InOurs, int Findings)
{
    private static readonly HashSet<string> Failed = [];

    public static async Task<AnalysisRun> Of(Subject subject, AnalyzerSet set)
    {
        var (compilation, options) = FreshCompilation.Of(subject);
        List<Exception> failures = [];
        var settings = new CompilationWithAnalyzersOptions(
            options, (failure, analyzer, _) => Note(failure, analyzer, failures),
            concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var analysis = compilation.WithAnalyzers(set.Analyzers, settings);

        // The garbage of the run before is not this one's.
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var result = await analysis.GetAnalysisResultAsync(CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var processor = Environment.CpuUsage.TotalTime - before;
        if (failures.Count > 0)
            throw new InvalidOperationException("A rule failed while it was measured.", failures[0]);

        var times = result.AnalyzerTelemetryInfo.Select(pair => (Analyzer: pair.Key, pair.Value.ExecutionTime.TotalMilliseconds)).ToList();
        var ours = times.Where(time => OurRules.Together.Analyzers.Contains(time.Analyzer));
        return new AnalysisRun(
            processor.TotalMilliseconds, elapsed.TotalMilliseconds,
            times.Sum(time => time.TotalMilliseconds), ours.Sum(time => time.TotalMilliseconds), result.GetAllDiagnostics().Length);
    }

    // An analyzer that fails stops early and looks cheap. Ours may not; for others it is enough to say so, once.
    private static void Note(Exception failure, DiagnosticAnalyzer analyzer, List<Exception> failures)
    {
        if (OurRules.Together.Analyzers.Contains(analyzer))
            failures.Add(failure);
        else if (Failed.Add(analyzer.GetType().FullName!))
            Console.Error.WriteLine($"{analyzer.GetType().FullName} failed, so that its figures say little: {failure.Message}");
    }
}

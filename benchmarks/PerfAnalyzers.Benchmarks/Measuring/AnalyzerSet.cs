using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>Analyzers that run at the same time.</summary>
/// <param name="Name">As the tables show it.</param>
/// <param name="Analyzers">Each once.</param>
internal sealed record AnalyzerSet(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers)
{
    public AnalyzerSet With(string name, AnalyzerSet other) => new(name, Analyzers.AddRange(other.Analyzers));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>A project to analyse.</summary>
/// <param name="Name">As the tables show it.</param>
/// <param name="Compilation">The project, whole and without errors.</param>
/// <param name="Options">What its .editorconfig and its other files say to analyzers.</param>
internal sealed record Subject(string Name, Compilation Compilation, AnalyzerOptions Options)
{
    /// <summary>With blank lines and comments, and with what source generators wrote.</summary>
    public int Lines { get; } = Compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
}

namespace PerfAnalyzers.Benchmarks;

/// <summary>The command line says something that means nothing here.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

namespace PerfAnalyzers.Tool.Loading;

/// <summary>The path on the command line, or a filter beside it, names nothing that can be analysed.</summary>
internal sealed class TargetException(string message) : Exception(message);

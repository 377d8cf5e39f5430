namespace PerfAnalyzers.Demo.Findings;

/// <param name="File">Path inside the shop.</param>
/// <param name="Level">"warning" or "note" (a suggestion).</param>
internal sealed record Finding(string Rule, string File, int Line, string Level, string Message)
{
    public string Place => $"{File}:{Line}";
}

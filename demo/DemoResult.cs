using PerfAnalyzers.Demo.Changes;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Demo.Load;

namespace PerfAnalyzers.Demo;

/// <summary>Everything the demo saw, for the console and the report.</summary>
internal sealed record DemoResult(
    DateTimeOffset At,
    RuleEffects Effects,
    List<Finding> Found,
    List<Finding> Remaining,
    List<FileChange> Changes,
    Dictionary<LoadLevel, LoadResult> Before,
    Dictionary<LoadLevel, LoadResult> After);

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
    Measurement Before,
    Measurement After);

/// <param name="Answers">What the shop answered while nobody else asked.</param>
/// <param name="Levels">What the customers saw at each level of load.</param>
internal sealed record Measurement(List<Answer> Answers, Dictionary<LoadLevel, LoadResult> Levels);

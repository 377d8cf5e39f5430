using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Tests.House;

namespace PerfAnalyzers.Tests.Latest;

/// <summary>
/// A sample of what the supported floor is put through: rules and fixes are the same there, and what may differ is how the newest compiler reads
/// broken code, and what it calls an error.
/// </summary>
public class RobustnessTests
{
    [Fact]
    public Task Files_that_end_too_early() => Robustness.Survive(BrokenCode.Cut().Where((_, index) => index % 6 == 0));

    [Fact]
    public Task Files_with_tokens_lost_doubled_and_swapped() => Robustness.Survive(BrokenCode.Damaged(seed: 3));

    [Fact]
    public Task Code_keeps_compiling_after_every_fix() => Robustness.KeepCompiling(LanguageVersion.Latest, NullableContextOptions.Disable);
}

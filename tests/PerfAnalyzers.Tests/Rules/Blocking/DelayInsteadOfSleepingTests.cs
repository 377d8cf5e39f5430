using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

public class DelayInsteadOfSleepingTests : RuleTest<DelayInsteadOfSleeping, DelayInsteadOfSleepingFix>
{
    [Fact]
    public Task Sleep_becomes_delay() => Fixes(
        "public async Task M() { {|warning:Thread.Sleep(10)|}; await Task.Yield(); }",
        "public async Task M() { await Task.Delay(10); await Task.Yield(); }",
        new(Title: "Await Task.Delay"));
}

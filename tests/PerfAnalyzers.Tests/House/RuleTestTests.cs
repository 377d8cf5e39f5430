using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>A test of a rule fails where it should.</summary>
public class RuleTestTests : RuleTest<DelayInsteadOfSleeping, DelayInsteadOfSleepingFix>
{
    private const string Sleeps = "public async Task M() { await Task.Yield(); [|Thread.Sleep(10)|]; }";
    private const string Delays = "public async Task M() { await Task.Yield(); await Task.Delay(10); }";
    private const string Yields = "public async Task M() { await Task.Yield(); Thread.Sleep(0); }";
    private const string Locked = "public async Task M() { await Task.Yield(); lock (this) { [|Thread.Sleep(10)|]; } }";

    [Fact]
    public Task Flags_without_a_mark() => Fails(() => Flags(Delays), "Mark what is reported");

    [Fact]
    public Task A_mark_too_much() => Fails(() => Flags(Sleeps.Replace("await Task.Yield()", "[|await Task.Yield()|]")), "Mismatch between number");

    [Fact]
    public Task Another_severity() => Fails(() => Flags(Sleeps.Replace("[|Thread.Sleep(10)|]", "{|info:Thread.Sleep(10)|}")), "severity");

    [Fact]
    public Task Another_message() => Fails(() => Flags(Sleeps, new(Message: "It sleeps")), "It sleeps");

    [Fact]
    public Task A_step_that_is_not_shown() => Fails(() => Flags(Sleeps.Replace("await Task.Yield()", "{|#0:await Task.Yield()|}")), "1 additional locations");

    [Fact]
    public Task Another_title() => Fails(() => Fixes(Sleeps, Delays, new(Title: "Sleep well")), "Sleep well");

    [Fact]
    public Task Another_text() => Fails(() => Fixes(Sleeps, Delays.Replace("10", "20")), "20");

    [Fact]
    public Task A_fix_where_none_is_expected() => Fails(() => FlagsWithoutFix(Sleeps), "Task.Delay");

    [Fact]
    public Task A_finding_that_stays_unmarked() => Fails(() => Fixes(Locked, MarkedCode.Strip(Locked)), "Mismatch between number");

    [Fact]
    public Task A_finding_in_silence() => Fails(() => Silent(MarkedCode.Strip(Sleeps), Guard.GivesUpTimeSlice), "Mismatch between number");

    [Fact]
    public Task Another_guard() => Fails(() => Silent(Yields, Guard.RunsAtStartup), nameof(Guard.GivesUpTimeSlice));

    [Fact]
    public Task A_guard_too_much() => Fails(() => Silent(Yields, Guard.GivesUpTimeSlice, Guard.RunsAtStartup), nameof(Guard.RunsAtStartup));

    [Fact]
    public Task A_guard_of_another_rule() => Fails(() => Silent(Yields, Guard.TaskIsComplete), "PERF0103");

    [Fact]
    public Task A_guard_where_nothing_concerns_the_rule() => Fails(() => Silent(Delays, Guard.GivesUpTimeSlice), nameof(Guard.GivesUpTimeSlice));

    [Fact]
    public Task A_guard_in_code_that_should_not_concern_the_rule() => Fails(() => Unconcerned(Yields), nameof(Guard.GivesUpTimeSlice));

    [Fact]
    public Task Code_that_does_not_compile() => Fails(() => Flags(Sleeps.Replace("Task.Yield", "Task.Yeild")), "CS0117");

    private static async Task Fails(Func<Task> test, string saying)
    {
        var failure = await Record.ExceptionAsync(test);
        Assert.NotNull(failure);
        Assert.Contains(saying, failure.Message);
    }
}

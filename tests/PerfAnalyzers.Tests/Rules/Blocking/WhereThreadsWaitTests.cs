using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.Tests.Rules.Blocking;

public class WhereTasksAreWaitedForTests : WhereThreadsWait<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    protected override string Expression => "[|Task.Delay(1000).Wait()|]";

    [Fact]
    public Task Synchronous_code_that_no_handler_reaches_is_silent() => Silent(
        "namespace Library;\npublic class Service { public void M() => Task.Delay(1000).Wait(); }", Guard.NotOnRequestPath);

    [Fact]
    public Task The_synchronous_form_beside_the_asynchronous_one_is_silent() => Silent(
        "public async Task M(Task t, bool isAsync) { await Task.Yield(); if (isAsync) await t; else t.Wait(); }", Guard.SynchronousForm);
}

public class WhereInputIsWaitedForTests : WhereThreadsWait<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    protected override string Expression => "[|new Microsoft.Data.SqlClient.SqlConnection(\"\").Open()|]";

    [Fact]
    public Task Synchronous_code_that_others_may_call_is_silent() => Silent(
        "namespace Library;\npublic class Service { public void M(DbConnection c) => c.Open(); }", Guard.CannotBecomeAsync);

    [Fact]
    public Task A_property_that_no_handler_reaches_is_silent() => Silent(
        "namespace Library;\npublic class Service(DbConnection c) { public int P { get { c.Open(); return 1; } } }", Guard.NotOnRequestPath);
}

public class WhereThreadsSleepTests : WhereThreadsWait<DelayInsteadOfSleeping, DelayInsteadOfSleepingFix>
{
    protected override string Expression => "[|Thread.Sleep(1000)|]";
}

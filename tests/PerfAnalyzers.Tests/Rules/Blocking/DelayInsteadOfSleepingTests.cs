using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

public class DelayInsteadOfSleepingTests : RuleTest<DelayInsteadOfSleeping, DelayInsteadOfSleepingFix>
{
    [Theory]
    [InlineData("public async Task M() { {|warning:Thread.Sleep(10)|}; await Task.Yield(); }", "public async Task M() { await Task.Delay(10); await Task.Yield(); }")]
    [InlineData("public void M() => {|warning:Thread.Sleep(TimeSpan.FromSeconds(1))|};", "public async Task M() => await Task.Delay(TimeSpan.FromSeconds(1));")]
    [InlineData("public async Task M(CancellationToken ct) { [|Thread.Sleep(10)|]; await Task.Delay(1, ct); }", "public async Task M(CancellationToken ct) { await Task.Delay(10, ct); await Task.Delay(1, ct); }")]
    [InlineData("public async Task M() { await Task.Yield().ConfigureAwait(); [|Thread.Sleep(10)|]; }", "public async Task M() { await Task.Yield().ConfigureAwait(); await Task.Delay(10); }")]
    [InlineData("public async Task M() { await Task.Delay(1).ConfigureAwait(false); [|Thread.Sleep(10)|]; }", "public async Task M() { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(10).ConfigureAwait(false); }")]
    [InlineData("public async Task M(CancellationToken ct) { try { await Task.Yield(); } catch { [|Thread.Sleep(10)|]; throw; } }", "public async Task M(CancellationToken ct) { try { await Task.Yield(); } catch { await Task.Delay(10); throw; } }")]
    [InlineData("public async Task M(CancellationToken a, CancellationToken b) { [|Thread.Sleep(10)|]; await Task.Yield(); }", "public async Task M(CancellationToken a, CancellationToken b) { await Task.Delay(10); await Task.Yield(); }")]
    [InlineData("public void M() { var t = Task.Run(() => [|Thread.Sleep(10)|]); }", "public void M() { var t = Task.Run(async () => await Task.Delay(10)); }")]
    [InlineData("public async Task M() { while (!User.Identity.IsAuthenticated) [|System.Threading.Thread.Sleep(10)|]; await Task.Yield(); }", "public async Task M() { while (!User.Identity.IsAuthenticated) await Task.Delay(10); await Task.Yield(); }")]
    [InlineData("public string Task { get; set; }\npublic void M() => [|Thread.Sleep(10)|];", "public string Task { get; set; }\npublic async Task M() => await System.Threading.Tasks.Task.Delay(10);")]
    public Task Sleep_becomes_delay(string before, string after)
    {
        const string noTask = ".ConfigureAwait()";
        return Fixes(before.Replace(noTask, ""), after.Replace(noTask, ""), new(Title: "Await Task.Delay"));
    }

    [Fact]
    public Task The_message_names_the_call_and_its_asynchronous_form() => Flags(
        "public void M() => [|Thread.Sleep(10)|];",
        new(Message: "'Thread.Sleep' holds a thread-pool thread while it waits; await 'Task.Delay' instead"));

    [Fact]
    public Task Token_of_the_function_around_a_lambda() => Fixes(
        "public async Task M(CancellationToken ct) { await Task.Yield(); Func<Task> f = async () => { [|Thread.Sleep(10)|]; ct.ThrowIfCancellationRequested(); }; Func<Task> g = static async () => { [|Thread.Sleep(10)|]; await Task.Yield(); }; }",
        "public async Task M(CancellationToken ct) { await Task.Yield(); Func<Task> f = async () => { await Task.Delay(10, ct); ct.ThrowIfCancellationRequested(); }; Func<Task> g = static async () => { await Task.Delay(10); await Task.Yield(); }; }");

    [Fact]
    public Task Another_type_is_called_Task() => Fixes(
        """
        namespace Todo
        {
            public class Task { }

            public class TasksController : ControllerBase
            {
                public Task Get() { [|Thread.Sleep(10)|]; return new Task(); }
            }
        }
        """,
        """
        namespace Todo
        {
            public class Task { }

            public class TasksController : ControllerBase
            {
                public async System.Threading.Tasks.Task<Task> Get() { await System.Threading.Tasks.Task.Delay(10); return new Task(); }
            }
        }
        """);

    [Theory]
    [InlineData("if (async) { await Task.Delay(10); } else { Thread.Sleep(10); }")]
    [InlineData("if (!async) Thread.Sleep(10); else await Task.Delay(10)")]
    public Task The_other_branch_is_asynchronous(string statement) => Silent(Sleeping(statement), Guard.SynchronousForm);

    [Theory]
    [InlineData("Thread.Sleep(0)")]
    [InlineData("Thread.Sleep(1)")]
    [InlineData("Thread.Sleep(TimeSpan.Zero)")]
    public Task Giving_up_the_time_slice_is_silent(string statement) => Silent(Sleeping(statement), Guard.GivesUpTimeSlice);

    [Theory]
    [InlineData("new Thread(() => { while (true) Thread.Sleep(10); }).Start()")]
    [InlineData("Task.Factory.StartNew(() => Thread.Sleep(10), TaskCreationOptions.LongRunning)")]
    public Task A_thread_of_its_own_is_silent(string statement) => Silent(Sleeping(statement), Guard.RunsOnOwnThread);

    private static string Sleeping(string statement) => $"public async Task M(bool async) {{ await Task.Yield(); {statement}; }}";

    [Theory]
    [InlineData("public async Task M() { await Task.Yield(); lock (this) { [|Thread.Sleep(10)|]; } }")]
    [InlineData("public async Task M() { await Task.Yield(); [|SpinWait.SpinUntil(() => User is null)|]; }")]
    [InlineData("public void M(List<int> ids) => ids.ForEach(_ => [|Thread.Sleep(10)|]);")]
    public Task No_delay_can_be_written(string code) => FlagsWithoutFix(code);

    [Fact]
    public Task Synchronous_library_code_is_silent() => Silent(
        """
        namespace Library;

        public class Retry
        {
            public void Wait() => Thread.Sleep(10);
        }
        """,
        Guard.NotOnRequestPath);
}

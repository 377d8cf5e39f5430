using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.Tests.Rules.Blocking;

public class AwaitTheSignalTests : WhereThreadsWait<AwaitTheSignal, AwaitTheSignalFix>
{
    private const string Gate = "private static readonly SemaphoreSlim Gate = new(4);\nprivate static Task Load() => Task.Delay(1);";

    protected override string Expression => "{|warning:new SemaphoreSlim(1).Wait()|}";

    [Theory]
    [InlineData("Gate.Wait()", "await Gate.WaitAsync()")]
    [InlineData("Gate.Wait(cancellation)", "await Gate.WaitAsync(cancellation)")]
    [InlineData("Gate.Wait(100, cancellation)", "await Gate.WaitAsync(100, cancellation)")]
    [InlineData("Gate.Wait(TimeSpan.FromSeconds(1))", "await Gate.WaitAsync(TimeSpan.FromSeconds(1))")]
    [InlineData("ShopController.Gate.Wait()", "await ShopController.Gate.WaitAsync()")]
    public Task A_semaphore_is_awaited_with_the_same_arguments(string wait, string awaited) => Fixes(
        Guarded($"{{|warning:{wait}|}}; try {{ await Load(); }} finally {{ Gate.Release(); }}"),
        Guarded($"{awaited}; try {{ await Load(); }} finally {{ Gate.Release(); }}"),
        new(Title: "Await WaitAsync"));

    [Fact]
    public Task An_answer_that_is_asked_for_is_kept() => Fixes(
        Guarded("if (![|Gate.Wait(100)|]) return; try { await Load(); } finally { Gate.Release(); }"),
        Guarded("if (!await Gate.WaitAsync(100)) return; try { await Load(); } finally { Gate.Release(); }"));

    [Fact]
    public Task An_await_goes_on_where_the_others_of_the_function_do() => Fixes(
        Guarded("[|Gate.Wait()|]; try { await Load().ConfigureAwait(false); } finally { Gate.Release(); }"),
        Guarded("await Gate.WaitAsync().ConfigureAwait(false); try { await Load().ConfigureAwait(false); } finally { Gate.Release(); }"));

    [Fact]
    public Task A_helper_that_hands_out_what_releases_is_reported() => Flags(
        $$"""
        public async Task<int> Get() { using (Enter()) { await Load(); return 1; } }
        private static IDisposable Enter() { {|info:Gate.Wait()|}; return new MemoryStream(); }
        {{Gate}}
        """);

    [Theory]
    [InlineData("private readonly ManualResetEventSlim ready = new();", "ready.Wait()")]
    [InlineData("private readonly ManualResetEventSlim ready = new();", "ready.Wait(1000)")]
    [InlineData("private readonly AutoResetEvent ready = new(false);", "ready.WaitOne()")]
    [InlineData("private readonly WaitHandle[] all = [];", "WaitHandle.WaitAll(all)")]
    [InlineData("private readonly WaitHandle[] all = [];", "WaitHandle.WaitAny(all)")]
    [InlineData("private readonly CancellationToken stop;", "stop.WaitHandle.WaitOne(1000)")]
    [InlineData("private readonly CountdownEvent left = new(3);", "left.Wait()")]
    [InlineData("private readonly Barrier phase = new(2);", "phase.SignalAndWait()")]
    [InlineData("private readonly Thread thread = new Thread(() => { });", "thread.Join()")]
    [InlineData("private readonly System.Collections.Concurrent.BlockingCollection<int> queue = new();", "queue.Take()")]
    [InlineData("private readonly System.Diagnostics.Process tool = null;", "tool.WaitForExit(1000)")]
    public Task Other_waits_are_reported_without_a_fix(string member, string wait) =>
        FlagsWithoutFix($"public async Task M() {{ await Task.Yield(); {{|warning:{wait}|}}; }}\n{member}");

    [Fact]
    public Task The_items_of_a_queue_hold_a_thread_of_the_pool_for_good() => Flags(
        """
        // a consumer
        public class Consumer
        {
            private readonly System.Collections.Concurrent.BlockingCollection<int> queue = new();

            public Consumer() => Task.Run(() => { foreach (var item in {|info:queue.GetConsumingEnumerable()|}) Console.WriteLine(item); });
        }
        """);

    [Fact]
    public Task The_message_names_the_wait_and_what_to_await() => Flags(
        "public async Task M() { await Task.Yield(); [|ready.Wait()|]; }\nprivate readonly ManualResetEventSlim ready = new();",
        new(Message: "'ManualResetEventSlim.Wait' holds a thread-pool thread until another one signals; await a TaskCompletionSource instead"));

    [Fact]
    public Task A_line_of_the_user_s_own_is_read() => Fixes(
        "public async Task M(Ours.Latch latch) { await Task.Yield(); [|latch.Hold()|]; }\n" + Latch,
        "public async Task M(Ours.Latch latch) { await Task.Yield(); await latch.HoldAsync(); }\n" + Latch,
        new(Apis: "signal  ShopController+Ours+Latch::Hold  HoldAsync",
            Message: "'Latch.Hold' holds a thread-pool thread until another one signals; await 'HoldAsync' instead"));

    private const string Latch = "public static class Ours { public class Latch { public void Hold() { } public Task HoldAsync() => null; } }";

    [Theory]
    [InlineData("Gate.Wait(0)")]
    [InlineData("Gate.Wait(TimeSpan.Zero)")]
    [InlineData("new AutoResetEvent(false).WaitOne(0)")]
    public Task A_try_that_does_not_wait_is_silent(string statement) => Silent(Guarded($"await Load(); {statement};"), Guard.OnlyPolls);

    [Theory]
    [InlineData("public void M() { lock (Gate) { Gate.Wait(); } }")]
    [InlineData("public async Task M() { await Load(); lock (Gate) { Gate.Wait(); Load().Wait(); Gate.Release(); } }")]
    public Task Inside_a_lock_it_is_silent(string code) => Silent(code + "\n" + Gate, Guard.NoAwaitHere);

    [Theory]
    [InlineData("private int Count { get { Gate.Wait(); return 1; } }\npublic async Task<int> M() { await Load(); return Count; }")]
    [InlineData("public int M() { return Slow(); }\nprivate int Slow() { return Slower(() => 1); }\nprivate int Slower(Func<int> f) { Gate.Wait(); return f(); }")]
    public Task Code_that_cannot_become_asynchronous_is_silent(string code) => Silent(code + "\n" + Gate, Guard.CannotBecomeAsync);

    [Theory]
    [InlineData("lines.Add(1);")]
    [InlineData("if (lines.Count > 0) { lines.Clear(); }")]
    public Task What_is_held_as_shortly_as_a_lock_is_silent(string inside) => Silent(
        $"public async Task M() {{ await Task.Yield(); Gate.Wait(); try {{ {inside} }} finally {{ Gate.Release(); }} }}\n"
        + "private readonly List<int> lines = new();\nprivate static readonly SemaphoreSlim Gate = new(1);",
        Guard.HeldShortly);

    [Theory]
    [InlineData("", "private async Task Other() { await Gate.WaitAsync(); await Task.Delay(1); Gate.Release(); }")]
    [InlineData("System.IO.File.ReadAllText(\"a\");", "")]
    [InlineData("Read();", "private static string Read() => new System.Net.Http.HttpClient().GetStringAsync(\"a\").Result;")]
    public Task What_waits_while_it_holds_the_semaphore_is_reported(string inside, string other) => Flags(
        $"public async Task M() {{ await Task.Yield(); [|Gate.Wait()|]; try {{ {inside} }} finally {{ Gate.Release(); }} }}\n"
        + $"{other}\nprivate static readonly SemaphoreSlim Gate = new(1);");

    [Fact]
    public Task A_flag_chooses_the_synchronous_form() => Silent(
        Guarded("if (cancellation.CanBeCanceled) await Load(); var isAsync = true; if (isAsync) await Gate.WaitAsync(); else Gate.Wait();"),
        Guard.SynchronousForm);

    [Fact]
    public Task Code_that_nobody_is_seen_to_run_is_silent() => Silent(
        "namespace Library;\npublic class Latch(SemaphoreSlim gate) { public void Hold() => gate.Wait(); }", Guard.CannotBecomeAsync);

    [Fact]
    public Task A_lambda_that_a_library_calls_is_silent_where_no_handler_is_known() => Silent(
        "namespace Library;\npublic class Latch(SemaphoreSlim gate) { public Latch Hold(List<int> all) { all.ForEach(_ => gate.Wait()); return this; } }",
        Guard.NotOnRequestPath);

    [Fact]
    public Task A_mutex_belongs_to_its_thread() => Unconcerned(
        "public async Task M(Mutex one) { await Task.Yield(); one.WaitOne(); }");

    [Fact]
    public Task Other_things_of_the_same_names() => Unconcerned(
        "public string M(List<int> all) => string.Join(\",\", all.Take(3));");

    private static string Guarded(string statements) => $"public async Task M(CancellationToken cancellation) {{ {statements} }}\n{Gate}";
}

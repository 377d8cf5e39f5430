using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>A wait for a task that is known to be complete costs nothing: nothing is reported.</summary>
public class CompletedTaskTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Dep = "\nstatic Task<int> Load(int id = 0) => Task.Run(() => id);\nprivate Task<int> field = Load();\nprivate static readonly Task<int> Zero = Task.FromResult(0);";

    [Theory]
    [InlineData("var t = Load(); await t; return t.Result;")]
    [InlineData("var t = Load(); await t.ConfigureAwait(false); return t.GetAwaiter().GetResult();")]
    [InlineData("var a = Load(); var b = Load(); await Task.WhenAll(a, b); return a.Result + b.Result;")]
    [InlineData("var a = Load(); var b = Load(); var both = Task.WhenAll(a, b); await both; return a.Result + b.Result;")]
    [InlineData("var named = new List<(string, Task<int>)> { (\"a\", Load()) }; await Task.WhenAll(named.Select(n => n.Item2)); named = named.OrderBy(n => n.Item1).ToList(); return named.Select(n => n.Item2.Result).Sum();")]
    [InlineData("var a = Load(); var tasks = new[] { a, Load() }; await Task.WhenAll(tasks); return a.Result + tasks[1].Result;")]
    [InlineData("var a = Load(); var tasks = new List<Task> { a }; await Task.WhenAll(tasks); return a.Result;")]
    [InlineData("var a = Load(); var tasks = new List<Task>(); tasks.Add(a); await Task.WhenAll(tasks); return a.Result;")]
    [InlineData("var tasks = new[] { 1, 2 }.Select(id => Load(id)).ToList(); await Task.WhenAll(tasks); return tasks.Select(t => t.Result).Sum();")]
    [InlineData("var tasks = new[] { 1, 2 }.Select(id => Load(id)).ToList(); await Task.WhenAll(tasks); return tasks.Where(t => t.Result > 0).Sum(t => t.Result);")]
    [InlineData("var tasks = new[] { 1, 2 }.Select(id => Load(id)).ToArray(); await Task.WhenAll(tasks); var n = 0; foreach (var t in tasks) n += t.Result; return n;")]
    [InlineData("var tasks = new[] { 1, 2 }.Select(id => Load(id)).ToArray(); await Task.WhenAll(tasks); var n = 0; for (var i = 0; i < 2; i++) n += tasks[i].Result; return n;")]
    [InlineData("var tasks = new[] { 1, 2 }.Select(id => Load(id)).ToArray(); foreach (var t in tasks) await t; return tasks.First().Result;")]
    [InlineData("var tasks = new Dictionary<int, Task<int>>(); await Task.WhenAll(tasks.Values); return tasks[1].Result + tasks.Sum(pair => pair.Value.Result);")]
    [InlineData("var pairs = new[] { 1 }.Select(id => new { id, Task = Load(id) }).ToList(); await Task.WhenAll(pairs.Select(p => p.Task)); return pairs.Sum(p => p.Task.Result);")]
    [InlineData("var t = Load(); var delay = Task.Delay(1); return await Task.WhenAny(t, delay) == t ? t.Result : 0;")]
    [InlineData("var t = Load(); if (await Task.WhenAny(t, Task.Delay(1)) != t) throw new TimeoutException(); return t.Result;")]
    [InlineData("var t = Load(); var winner = await Task.WhenAny(t, Task.Delay(1)); if (winner == t) return t.Result; return 0;")]
    [InlineData("var winner = await Task.WhenAny(Load(), Load()); return winner.Result;")]
    [InlineData("return (await Task.WhenAny(Load(), Load())).Result;")]
    [InlineData("var tasks = new List<Task<int>> { Load() }; while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); if (done.Result > 0) return 1; } return 0;")]
    [InlineData("Task<int> done; done = await Task.WhenAny(Load(), Load()); return done.Result;")]
    [InlineData("var t = Load(); if (t.IsCompletedSuccessfully) return t.Result; return await t;")]
    [InlineData("var t = Load(); if (t.IsCompleted && t.Result > 0) return 1; return await t;")]
    [InlineData("var t = Load(); return t.IsCompletedSuccessfully ? t.Result : await t;")]
    [InlineData("var t = Load(); if (!t.IsCompleted) return await t; return t.Result;")]
    [InlineData("var t = Load(); if (!t.IsCompleted) await t; return t.Result;")]
    [InlineData("var t = Load(); if (!t.IsCompleted || t.Result == 0) return 0; return t.Result;")]
    [InlineData("var t = Load(); if (t.Status == TaskStatus.RanToCompletion) return t.Result; return 0;")]
    [InlineData("var t = Load(); if (t is { IsCompletedSuccessfully: true }) return t.Result; return 0;")]
    [InlineData("var t = Load(); try { await t; } catch (Exception) { return 0; } return t.Result;")]
    [InlineData("var t = Load(); try { await t; } catch (Exception) { } return t.Result;")]
    [InlineData("var t = Load(); try { } finally { await t; } return t.Result;")]
    [InlineData("var t = Load(); while (!t.IsCompleted) await Task.Delay(1); return t.Result;")]
    [InlineData("return await Load().ContinueWith(t => t.Result + 1);")]
    [InlineData("var t = Load(); return await t.ContinueWith(_ => t.Result);")]
    [InlineData("var tasks = new[] { Load() }; return await Task.WhenAll(tasks).ContinueWith(_ => tasks.Sum(t => t.Result));")]
    [InlineData("await Task.Yield(); return Task.FromResult(1).Result + Zero.Result + new ValueTask<int>(1).Result;")]
    [InlineData("var t = new Random().Next() > 1 ? Task.FromResult(1) : Task.FromResult(2); await Task.Yield(); return t.Result;")]
    [InlineData("await field; return field.Result + this.field.Result;")]
    [InlineData("var t = Load(); using (var s = new MemoryStream()) { await t; } lock (this) { return t.Result; }")]
    [InlineData("var n = 0; await foreach (var t in Task.WhenEach(new[] { Load() })) n += t.Result; return n;")]
    [InlineData("var tasks = new[] { Load() }; await foreach (var t in Task.WhenEach(tasks)) { } return tasks[0].Result;")]
    [InlineData("var tasks = new Task<int>[] { Load() }; await Task.WhenAll(tasks.Concat(new[] { Load() })); return tasks[0].Result;")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); return tasks.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result).Sum();")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); return tasks.Where(t => t.IsCompleted && !t.IsFaulted).OrderBy(t => t.Id).Sum(t => t.Result);")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); var done = tasks.Where(t => t.Status == TaskStatus.RanToCompletion).ToList(); return done.Sum(t => t.Result);")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); var n = 0; foreach (var t in tasks.Where(t => t.IsCompletedSuccessfully)) n += t.Result; return n;")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); return (from t in tasks where t.IsCompletedSuccessfully select t.Result).Sum();")]
    public Task Completed_is_silent(string body) => Silent($"public async Task<int> M() {{ {body} }}{Dep}", Guard.TaskIsComplete);

    [Fact]
    public Task Polled_and_then_completed() => Silent(
        "public async Task<int> M() { var tasks = new[] { Load() }; Task.WaitAll(tasks, 0); await Task.WhenAll(tasks); return tasks[0].Result; }" + Dep,
        Guard.OnlyPolls, Guard.TaskIsComplete);

    [Theory]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); return tasks.Where(t => !t.IsCompleted).Sum(t => [|t.Result|]);")]
    [InlineData("var tasks = new[] { Load() }; await Task.Yield(); return tasks.Where(t => t.IsCompleted).Select(t => Load(t.Id)).Sum(t => [|t.Result|]);")]
    [InlineData("var t = Load(); if (DateTime.Now.Year > 2000) await t; return [|t.Result|];")]
    [InlineData("var t = Load(); Func<Task> f = async () => await t; await f(); return [|t.Result|];")]
    [InlineData("var t = Load(); await t; t = Load(); return [|t.Result|];")]
    [InlineData("var t = Load(); await t; for (;;) { if ([|t.Result|] > 0) return 1; t = Load(); }")]
    [InlineData("var a = Load(); var b = Load(); await a; return [|b.Result|];")]
    [InlineData("var a = Load(); var b = Load(); if (await Task.WhenAny(a, b) == a) return [|b.Result|]; return 0;")]
    [InlineData("var t = Load(); if (t.IsCompleted) return 0; return [|t.Result|];")]
    [InlineData("var t = Load(); if (t.IsCompleted || DateTime.Now.Year > 1) return [|t.Result|]; return await t;")]
    [InlineData("var tasks = new List<Task<int>> { Load() }; await Task.WhenAll(tasks); tasks.Add(Load()); return tasks.Sum(t => [|t.Result|]);")]
    [InlineData("var tasks = new[] { Load() }; await Task.WhenAll(tasks.Where(t => t != null)); return [|tasks[0].Result|];")]
    [InlineData("var tasks = new[] { Load() }; foreach (var t in tasks) { if (t.IsFaulted) break; await t; } return [|tasks[0].Result|];")]
    [InlineData("var t = Load(); try { await Task.Yield(); await t; } catch (Exception) { } return [|t.Result|];")]
    [InlineData("var t = Load(); await Task.WhenAny(t, Task.Delay(1)); return [|t.Result|];")]
    [InlineData("var t = Load(); int Local() => [|t.Result|]; await t; return Local();")]
    [InlineData("var t = Load(); [|t.Wait()|]; await Task.Yield(); return t.Result;")]
    public Task Not_on_every_way_is_reported(string body) => Flags($"public async Task<int> M() {{ {body} }}{Dep}");

    [Theory]
    [InlineData("await task; return next(task);", "t => t.Result")]
    [InlineData("return await task.ContinueWith(next);", "t => t.Result")]
    [InlineData("return await task.ContinueWith(done => next(done));", "t => t.Result + t.Result")]
    public Task A_combinator_gives_the_completed_task_to_its_lambda(string combinator, string lambda) =>
        Silent(Combinator(combinator, lambda), Guard.TaskIsComplete);

    [Theory]
    [InlineData("return next(task);", "t => [|t.Result|]")]
    [InlineData("var result = next.Invoke(task); await task; return result;", "t => [|t.Result|]")]
    public Task A_method_that_does_not_wait_gives_the_running_task(string combinator, string lambda) => Flags(Combinator(combinator, lambda));

    [Fact]
    public Task A_task_that_runs_here_is_not_waited_for() => Silent(
        "public async Task<int> M() { await Task.Yield(); var t = new Task<int>(() => 1); t.RunSynchronously(); return t.Result; }",
        Guard.RunsHere, Guard.TaskIsComplete);

    private static string Combinator(string body, string lambda) => $$"""
        using System.Threading.Tasks;
        public class ShopController : ControllerBase
        {
            public async Task<int> M(Task<int> task) { await Task.Yield(); return await task.Then({{lambda}}); }
        }
        static class Combinators
        {
            public static async Task<TR> Then<T, TR>(this Task<T> task, Func<Task<T>, TR> next) { await Task.CompletedTask; {{body}} }
        }
        """;
}

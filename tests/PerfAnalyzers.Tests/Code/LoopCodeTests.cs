using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Code;

/// <summary>Each case is the body of a method; the call in question is the one to <c>Read</c>.</summary>
public class LoopCodeTests
{
    [Theory]
    [InlineData("foreach (var id in ids) await Read(id);")]
    [InlineData("foreach (var id in ids.Where(id => id > 0)) await Read(id);")]
    [InlineData("for (var i = 0; i < ids.Count; i++) await Read(ids[i]);")]
    [InlineData("for (var i = ids.Count - 1; i >= 0; i--) await Read(ids[i]);")]
    [InlineData("var n = ids.Count; for (int i = 0; i < n; ++i) await Read(ids[i]);")]
    [InlineData("foreach (var (key, value) in pairs) await Read(value);")]
    [InlineData("foreach (var id in ids) await ((Func<Task>)(() => Read(id)))();")]
    public async Task Finite_data_loops(string body) => Assert.True((await Loop(body))!.Value.Loop.IsFiniteDataLoop);

    [Theory]
    [InlineData("while (ids.Count > 0) { await Read(ids[0]); ids.RemoveAt(0); }")]
    [InlineData("do { await Read(number); } while (number++ < 9);")]
    [InlineData("for (;;) await Read(1);")]
    [InlineData("for (var page = 1; page <= number; page++) await Read(page);")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) await Read(attempt);")]
    [InlineData("foreach (var page in Enumerable.Range(1, number)) await Read(page);")]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }) await Read(id);")]
    [InlineData("var few = new[] { 1, 2 }; foreach (var id in few) await Read(id);")]
    [InlineData("foreach (var id in Three) await Read(id);")]
    [InlineData("foreach (var id in new[] { 1, 2, 3, 4, 5 }) await Read(id);")]
    [InlineData("await foreach (var id in stream) await Read(id);")]
    [InlineData("foreach (var id in blocking.GetConsumingEnumerable()) await Read(id);")]
    [InlineData("foreach (var id in ids) { await Read(id); await Task.Delay(100); }")]
    [InlineData("foreach (var id in ids) { Thread.Sleep(1); await Read(id); }")]
    [InlineData("foreach (var id in ids) { await permits.WaitAsync(); await Read(id); }")]
    public async Task Retries_pages_streams_tiny_and_throttled_loops_are_not(string body) =>
        Assert.False((await Loop(body))!.Value.Loop.IsFiniteDataLoop);

    [Theory]
    [InlineData("await Read(1);")]
    [InlineData("foreach (var id in await Read(1)) { }")]
    [InlineData("foreach (var id in ids) { Func<Task> later = () => Read(id); }")]
    [InlineData("foreach (var id in ids) { Task Local() => Read(id); }")]
    [InlineData("for (var i = Read(1).Id; i < ids.Count; i++) { }")]
    public async Task Headers_and_other_functions_are_outside(string body) => Assert.Null(await Loop(body));

    [Theory]
    [InlineData("foreach (var id in ids) { if (id == 3) await Read(id); }", true)]
    [InlineData("foreach (var id in ids) switch (id) { case 3: await Read(id); break; }", true)]
    [InlineData("foreach (var group in ids.GroupBy(id => id % 2)) { if (group.Key == 1) await Read(group); }", true)]
    [InlineData("foreach (var pair in pairs) { if (pair.Key == 1 && number > 0) { } else if (pair.Key is 2) await Read(pair); }", true)]
    [InlineData("foreach (var id in ids) { if (id > number) { await Read(id); return; } }", true)]
    [InlineData("foreach (var id in ids) { if (id > number) { await Read(id); throw new Exception(); } }", true)]
    [InlineData("foreach (var id in ids) { await Read(id); break; }", true)]
    [InlineData("foreach (var id in ids) { if (id == number) await Read(id); }", false)]
    [InlineData("foreach (var id in ids) { if (id == 3 || number > 0) await Read(id); }", false)]
    [InlineData("foreach (var pair in pairs) { if (pair.Value == 1) await Read(pair); }", false)]
    [InlineData("foreach (var id in ids) { if (await Read(id) == null) continue; }", false)]
    public async Task Runs_for_one_item(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.RunsForOneItem(call)));

    [Theory]
    [InlineData("foreach (var id in ids) await Read(id);", true)]
    [InlineData("foreach (var id in ids) { var url = $\"/{id}\"; var full = \"http:\" + url; await Read(full); }", true)]
    [InlineData("foreach (var (key, value) in pairs) { var (a, b) = (key, 1); await Read(a); }", true)]
    [InlineData("foreach (var id in ids) { if (id is int n) await Read(n); }", true)]
    [InlineData("foreach (var id in ids) foreach (var part in id.ToString()) await Read(part);", true)]
    [InlineData("foreach (var id in ids) { map.TryGetValue(id, out var other); await Read(other); }", true)]
    [InlineData("foreach (var id in ids) { command.Parameters[0].Value = id; await Read(command); }", true)]
    [InlineData("foreach (var id in ids) { command.Parameters.Add(id); await Read(command); }", true)]
    [InlineData("for (var i = 0; i < ids.Count; i++) await Read(ids[i]);", true)]
    [InlineData("foreach (var id in ids) await Read(number);", false)]
    [InlineData("foreach (var id in ids) { found.Add(id); await Read(number); }", false)]
    public async Task Uses_item(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.UsesItem(call)));

    [Theory]
    [InlineData("var last = 0; foreach (var id in ids) { last = (await Read(id + last)).Id; }", true)]
    [InlineData("var last = 0; foreach (var id in ids) { await Read(id + last); last = id; }", true)]
    [InlineData("var sum = 0; foreach (var id in ids) { var next = sum + id; await Read(next); sum += id; }", true)]
    [InlineData("var index = 0; foreach (var id in ids) await Read(id, index++);", true)]
    [InlineData("foreach (var id in ids) { field = (await Read(id, field)).Id; }", true)]
    [InlineData("foreach (var id in ids) { number = (await Read(id)).Id; }", false)]
    [InlineData("foreach (var id in ids) { var next = id + 1; found.Add((await Read(next)).Id); }", false)]
    [InlineData("for (var i = 0; i < ids.Count; i++) found.Add((await Read(ids[i])).Id);", false)]
    public async Task Loop_carried(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.IsLoopCarried(call)));

    [Theory]
    [InlineData("foreach (var id in ids) { var row = await Read(id); if (row == null) break; }", true)]
    [InlineData("foreach (var id in ids) { if ((await Read(id)) is { } row) return; }", true)]
    [InlineData("foreach (var id in ids) { await Read(id); return; }", true)]
    [InlineData("foreach (var id in ids) { found.Add((await Read(id)).Id); if (found.Count > 3) break; }", true)]
    [InlineData("foreach (var id in ids) { await Read(id); if (id > 3) break; }", false)]
    [InlineData("foreach (var id in ids) { var row = await Read(id); if (row == null) continue; }", false)]
    [InlineData("foreach (var id in ids) { var row = await Read(id); switch (row.Id) { case 1: break; } }", false)]
    [InlineData("foreach (var id in ids) { var row = await Read(id); ids.ForEach(x => { if (row == null) return; }); }", false)]
    public async Task Exits_on_the_result(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.ExitsOn(call)));

    [Fact]
    public async Task Throws_and_skips_are_told_apart()
    {
        var throwing = await Loop("foreach (var id in ids) { var row = await Read(id) ?? throw new Exception(); }");
        var skipping = await Loop("foreach (var id in ids) { var row = await Read(id); if (row == null) continue; }");

        Assert.True(Is(throwing, (loop, call) => loop.ThrowsOn(call) && !loop.ExitsOn(call) && !loop.SkipsOn(call)));
        Assert.True(Is(skipping, (loop, call) => loop.SkipsOn(call) && !loop.ThrowsOn(call)));
    }

    [Theory]
    [InlineData("foreach (var id in ids) { try { await Read(id); } catch (Exception) { number++; } }", true)]
    [InlineData("foreach (var id in ids) { try { await Read(id); } catch (Exception) { number++; throw; } }", false)]
    [InlineData("try { foreach (var id in ids) await Read(id); } catch (Exception) { }", false)]
    public async Task Isolates_faults(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.IsolatesFaults(call)));

    [Theory]
    [InlineData("foreach (var part in ids.Chunk(10)) await Read(part);", true)]
    [InlineData("foreach (List<int> part in parts) await Read(part);", true)]
    [InlineData("var n = 0; foreach (var id in ids) { if (++n % 100 == 0) await Read(id); }", true)]
    [InlineData("var n = 0; foreach (var id in ids) { if (++n == 100) { await Read(id); n = 0; } }", true)]
    [InlineData("for (var i = 0; i < ids.Count; i += 10) await Read(ids.Skip(i).Take(10));", true)]
    [InlineData("foreach (var id in ids) { using var scope = services.CreateScope(); await Read(id); }", true)]
    [InlineData("foreach (var id in ids) await Read(id);", false)]
    [InlineData("foreach (var group in ids.GroupBy(id => id / 2)) await Read(group.Key);", false)]
    public async Task Chunked(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, _) => loop.IsChunked || loop.OwnContext is not null));

    [Theory]
    [InlineData("foreach (var id in ids) { if (!map.TryGetValue(id, out var row)) { row = (await Read(id)).Id; map[id] = row; } }", true)]
    [InlineData("foreach (var id in ids) { if (!map.ContainsKey(id)) map.Add(id, (await Read(id)).Id); }", true)]
    [InlineData("foreach (var id in ids) { map[id] = (await Read(id)).Id; }", false)]
    public async Task Memoizes(string body, bool expected) => Assert.Equal(expected, Is(await Loop(body), (loop, call) => loop.MemoOf(call) is not null));

    [Fact]
    public async Task Mutations_of_the_item_and_of_the_source()
    {
        Assert.True(Is(await Loop("for (var i = 0; i < ids.Count; i++) { await Read(ids[i]); i--; }"), (loop, _) => loop.MutatesItem));
        Assert.False(Is(await Loop("for (var i = 0; i < ids.Count; i++) { await Read(ids[i]); }"), (loop, _) => loop.MutatesItem));
        Assert.True(Is(await Loop("for (var i = 0; i < ids.Count; i++) { await Read(ids[i]); ids.RemoveAt(i); }"), (loop, _) => loop.ChangesSource));
        Assert.True(Is(await Loop("for (var i = 0; i < ids.Count; i++) { ids[i] = (await Read(ids[i])).Id; }"), (loop, _) => loop.ChangesSource));
        Assert.False(Is(await Loop("foreach (var id in ids) found.Add((await Read(id)).Id);"), (loop, _) => loop.ChangesSource));
    }

    [Fact]
    public async Task Source_and_outer_loop()
    {
        var found = (await Loop("foreach (var pair in pairs) foreach (var id in ids) await Read(pair.Value);"))!.Value;

        Assert.Equal("ids", found.Loop.Source!.Syntax.ToString());
        Assert.Equal("pairs", found.Loop.Outer!.Source!.Syntax.ToString());
        Assert.False(found.Loop.UsesItem(found.Call));
        Assert.True(found.Loop.Outer.UsesItem(found.Call));
        Assert.Null(found.Loop.Outer.Outer);
    }

    private static bool Is((LoopCode Loop, IInvocationOperation Call)? found, Func<LoopCode, IInvocationOperation, bool> question) => question(found!.Value.Loop, found.Value.Call);

    private static async Task<(LoopCode Loop, IInvocationOperation Call)?> Loop(string body)
    {
        var document = TestProject.Document(
            $$"""
            using System.Collections.Concurrent;

            public class Row : List<int> { public int Id; public System.Runtime.CompilerServices.TaskAwaiter<Row> GetAwaiter() => default; public static implicit operator Task(Row row) => null; }
            public class Parameter { public object Value; }
            public class SomeParameters : List<Parameter> { public void Add(int value) { } }
            public class Command { public SomeParameters Parameters; }
            public class Test
            {
                private static readonly int[] Three = [1, 2, 3];
                private int field;

                private Row Read(params object[] arguments) => null;

                public async Task M(
                    List<int> ids, List<int> found, Dictionary<int, int> map, IEnumerable<KeyValuePair<int, int>> pairs, List<List<int>> parts, IAsyncEnumerable<int> stream,
                    BlockingCollection<int> blocking, SemaphoreSlim permits, Command command, DbConnection connection, IServiceProvider services, int number)
                {
                    {{body}}
                }
            }
            """, new());
        var model = (await document.GetSemanticModelAsync(TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain(model.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var root = await document.GetSyntaxRootAsync(TestContext.Current.CancellationToken);
        var call = root!.DescendantNodes().OfType<InvocationExpressionSyntax>().First(node => node.Expression.ToString() == "Read");
        var operation = (IInvocationOperation)model.GetOperation(call, TestContext.Current.CancellationToken)!;
        return LoopCode.Around(operation) is { } loop ? (loop, operation) : null;
    }
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Which functions a fix makes async, and what that does to their signature and their returns.</summary>
public class AsyncFunctionTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Dep = "\nstatic Task<string> Load() => new HttpClient().GetStringAsync(\"/\");\nstatic Task Save() => Task.Delay(1);";

    [Theory]
    [InlineData("public IActionResult Get() => Ok([|Load().Result|]);", "public async Task<IActionResult> Get() => Ok(await Load());")]
    [InlineData("public string Get() { return [|Load().Result|].Trim(); }", "public async Task<string> Get() { return (await Load()).Trim(); }")]
    [InlineData("public void Get() => [|Save().Wait()|];", "public async Task Get() => await Save();")]
    [InlineData("public void Get() { if (User is null) return; [|Save().Wait()|]; }", "public async Task Get() { if (User is null) return; await Save(); }")]
    [InlineData("[HttpGet] public ActionResult<List<string>> Get() => new List<string> { [|Load().Result|] };", "[HttpGet] public async Task<ActionResult<List<string>>> Get() => new List<string> { await Load() };")]
    [InlineData("public string Get() => [|Load().Result|] + [|Load().Result|];", "public async Task<string> Get() => await Load() + await Load();")]
    [InlineData("public object Get() => CreatedAtAction(nameof(Get), [|Load().Result|]);", "public async Task<object> Get() => CreatedAtAction(nameof(Get), await Load());")]
    public Task Action_changes_its_return_type(string before, string after) => Fixes(before + Dep, after + Dep);

    [Theory]
    [InlineData("public Task<string> M() { var x = [|Load().Result|]; return Task.FromResult(x); }", "public async Task<string> M() { var x = await Load(); return x; }")]
    [InlineData("public Task<string> M() => Task.FromResult([|Load().Result|]);", "public async Task<string> M() => await Load();")]
    [InlineData("public Task<string> M() { _ = [|Load().Result|]; if (User is null) return Load(); return Task.FromResult(\"\"); }", "public async Task<string> M() { _ = await Load(); if (User is null) return await Load(); return \"\"; }")]
    [InlineData("public Task M() { [|Save().Wait()|]; return Task.CompletedTask; }", "public async Task M() { await Save(); }")]
    [InlineData("public Task M() { [|Save().Wait()|]; return Save(); }", "public async Task M() { await Save(); await Save(); }")]
    [InlineData("public Task M() { if (User is null) return Save(); [|Save().Wait()|]; return Save(); }", "public async Task M() { if (User is null) { await Save(); return; } await Save(); await Save(); }")]
    [InlineData("public Task M() { if (User is null) return Task.CompletedTask; [|Save().Wait()|]; return Save(); }", "public async Task M() { if (User is null) return; await Save(); await Save(); }")]
    [InlineData("public Task M() { [|Save().Wait()|]; return Task.FromResult(true); }", "public async Task M() { await Save(); }")]
    [InlineData("public Task M() { [|Save().Wait()|]; return Task.CompletedTask; /* done */ }", "public async Task M() { await Save(); return; /* done */ }")]
    [InlineData("public Task M(int i) { [|Save().Wait()|]; switch (i) { case 1: return Save(); default: return Task.CompletedTask; } }", "public async Task M(int i) { await Save(); switch (i) { case 1: await Save(); return; default: return; } }")]
    [InlineData("public ValueTask<string> M() { return new ValueTask<string>([|Load().Result|]); }", "public async ValueTask<string> M() { return await Load(); }")]
    [InlineData("public ValueTask<string> M() { _ = [|Load().Result|]; return new(\"\"); }", "public async ValueTask<string> M() { _ = await Load(); return \"\"; }")]
    [InlineData("public ValueTask M() { [|Save().Wait()|]; return default; }", "public async ValueTask M() { await Save(); }")]
    [InlineData("public Task<string> M(bool b) { [|Save().Wait()|]; return b ? Load() : Task.FromResult(\"\"); }", "public async Task<string> M(bool b) { await Save(); return await (b ? Load() : Task.FromResult(\"\")); }")]
    [InlineData("public Task<string> M() { [|Save().Wait()|]; Func<Task<string>> f = () => { return Load(); }; return f(); }", "public async Task<string> M() { await Save(); Func<Task<string>> f = () => { return Load(); }; return await f(); }")]
    [InlineData("public Task<string> M() { [|Save().Wait()|]; return User is null ? throw new Exception() : Load(); }", "public async Task<string> M() { await Save(); return await (User is null ? throw new Exception() : Load()); }")]
    public Task Task_returning_function_rewrites_its_own_returns(string before, string after) => Fixes(before + Dep, after + Dep);

    [Theory]
    [InlineData("Func<Task<string>> f = () => Task.FromResult([|Load().Result|]);", "Func<Task<string>> f = async () => await Load();")]
    [InlineData("Func<int, Task> f = id => { [|Save().Wait()|]; return Task.CompletedTask; };", "Func<int, Task> f = async id => { await Save(); };")]
    [InlineData("Func<int, Task> f = delegate { [|Save().Wait()|]; return Task.CompletedTask; };", "Func<int, Task> f = async delegate { await Save(); };")]
    [InlineData("var t = Task.Run(() => [|Load().Result|]);", "var t = Task.Run(async () => await Load());")]
    [InlineData("Task Local() { [|Save().Wait()|]; return Save(); }", "async Task Local() { await Save(); await Save(); }")]
    [InlineData("static Task Local() { [|Save().Wait()|]; return Save(); }", "static async Task Local() { await Save(); await Save(); }")]
    public Task Lambdas_and_local_functions(string before, string after) => Fixes(
        $"public async Task M() {{ await Save(); {before} }}{Dep}", $"public async Task M() {{ await Save(); {after} }}{Dep}");

    [Theory]
    [InlineData("public int M(out int x) { x = 1; return [|Load().Result|].Length; }")]
    [InlineData("public int M(ref int x) { return [|Load().Result|].Length; }")]
    [InlineData("public IEnumerable<int> M() { yield return [|Load().Result|].Length; }")]
    [InlineData("public virtual string M() => [|Load().Result|];")]
    [InlineData("public string M() => [|Load().Result|];\npublic string N() => M();")]
    [InlineData("private string M() => [|Load().Result|];\npublic string N() => M();")]
    [InlineData("public void M(List<int> ids) => ids.ForEach(id => [|Load().Wait()|]);")]
    [InlineData("public object M(List<int> ids) => ids.Select(id => [|Load().Result|]).ToList();")]
    [InlineData("public object M(List<int> ids) => ids.Select(id => Task.FromResult([|Load().Result|])).ToList();")]
    [InlineData("public object M(List<int> ids) => from id in ids select [|Load().Result|];")]
    [InlineData("public unsafe string M() => [|Load().Result|];")]
    [InlineData("public async Task M() { await Save(); unsafe { _ = [|Load().Result|]; } }")]
    [InlineData("public async Task M() { await Save(); lock (this) { _ = [|Load().Result|]; } }")]
    [InlineData("private static readonly ReaderWriterLockSlim Gate = new();\npublic async Task M() { await Save(); Gate.EnterReadLock(); try { _ = [|Load().Result|]; } finally { Gate.ExitReadLock(); } }")]
    [InlineData("public async Task M() { await Save(); Monitor.Enter(this); try { _ = [|Load().Result|]; } finally { Monitor.Exit(this); } }")]
    [InlineData("private static readonly Mutex Gate = new();\npublic async Task M() { await Save(); Gate.WaitOne(); _ = [|Load().Result|]; Gate.ReleaseMutex(); }")]
    [InlineData("public async Task M() { try { await Save(); } catch (Exception) when ([|Load().Result|] == \"\") { } }")]
    [InlineData("public void M() { Span<int> s = stackalloc int[1]; s[0] = [|Load().Result|].Length; s[0]++; }")]
    [InlineData("public async Task M() { await Save(); Task<string> t = Load(); _ = t?.Result; }", "t?.Result", ".Result")]
    [InlineData("public async Task M(HttpClient h) { await Save(); _ = h?.GetStringAsync(\"/\").Result; }", "h?.GetStringAsync(\"/\").Result", ".GetStringAsync(\"/\").Result")]
    public Task No_await_can_be_written(string code, string? inside = null, string? flagged = null) => FlagsWithoutFix(
        (inside is null ? code : code.Replace(inside, inside.Replace(flagged!, $"[|{flagged}|]"))) + Dep);

    [Fact]
    public Task A_return_on_a_line_of_its_own_becomes_two() => Fixes(
        """
        public Task M(int i)
        {
            [|Save().Wait()|];
            if (i == 1)
                return Save(); // one
            else if (i == 2)
            {
                return Save();
            }

            // all others
            return Task.CompletedTask;
        }
        """ + Dep,
        """
        public async Task M(int i)
        {
            await Save();
            if (i == 1)
            {
                await Save();
                return; // one
            }
            else if (i == 2)
            {
                await Save();
                return;
            }

            // all others
            return;
        }
        """ + Dep);

    [Fact]
    public Task A_task_that_a_try_returned_fails_inside_it_now() => Fixes(
        "public Task<string> M() { [|Save().Wait()|]; try { return Load(); } catch { return Task.FromResult(\"\"); } }" + Dep,
        "public async Task<string> M() { await Save(); try { return await Load(); } catch { return \"\"; } }" + Dep,
        new(Title: "Await the task (review)"));

    [Fact]
    public Task After_the_lock_is_left() => Fixes(
        "public async Task M() { await Save(); Monitor.Enter(this); Monitor.Exit(this); _ = [|Load().Result|]; }" + Dep,
        "public async Task M() { await Save(); Monitor.Enter(this); Monitor.Exit(this); _ = await Load(); }" + Dep);

    [Theory]
    [InlineData("struct")]
    [InlineData("ref struct")]
    public Task A_struct_would_change_a_copy_of_itself(string type) => FlagsWithoutFix(
        $"// a value\npublic {type} S {{ public readonly HttpClient Http; public Task<string> M() {{ var x = [|Http.GetStringAsync(\"\").Result|]; return Task.FromResult(x); }} }}");

    [Fact]
    public Task A_readonly_struct_changes_nothing() => Fixes(
        "// a value\npublic readonly struct S { public readonly HttpClient Http; public Task<string> M() { var x = [|Http.GetStringAsync(\"\").Result|]; return Task.FromResult(x); } }",
        "// a value\npublic readonly struct S { public readonly HttpClient Http; public async Task<string> M() { var x = await Http.GetStringAsync(\"\"); return x; } }");

    [Fact]
    public Task Interface_implementations_keep_their_signature() => FlagsWithoutFix(
        """
        using System.Net.Http;

        public interface IPrices { string Get(); }

        public class PricesController(HttpClient http) : ControllerBase, IPrices
        {
            public string Get() => [|http.GetStringAsync("/").Result|];
        }
        """);

    [Fact]
    public Task Import_and_comments() => Fixes(
        """
        // no global using is seen here
        namespace Shop
        {
            public class PricesController : ControllerBase
            {
                /// <summary>Prices.</summary>
                [HttpGet] // first
                string Private() => "";

                // leading
                public string Get(HttpClient http)
                {
                    // before
                    return /* a */ [|http.GetStringAsync("/") /* b */
                        .Result|]; // after
                }
            }
        }
        """,
        """
        // no global using is seen here
        namespace Shop
        {
            public class PricesController : ControllerBase
            {
                /// <summary>Prices.</summary>
                [HttpGet] // first
                string Private() => "";

                // leading
                public async Task<string> Get(HttpClient http)
                {
                    // before
                    return /* a */ await http.GetStringAsync("/") /* b */; // after
                }
            }
        }
        """);

    [Fact]
    public Task Endpoints_become_async() => Fixes(
        """
        // endpoints
        public static class Endpoints
        {
            public static void Map(WebApplication app, HttpClient http)
            {
                app.MapGet("/a", () => [|http.GetStringAsync("/").Result|]);
                app.MapGet("/b", string (int id) => { return [|http.GetStringAsync("/").Result|]; });
                app.MapGet("/c", Local);
                string Local() => [|http.GetStringAsync("/").Result|];
            }
        }
        """,
        """
        // endpoints
        public static class Endpoints
        {
            public static void Map(WebApplication app, HttpClient http)
            {
                app.MapGet("/a", async () => await http.GetStringAsync("/"));
                app.MapGet("/b", async Task<string> (int id) => { return await http.GetStringAsync("/"); });
                app.MapGet("/c", Local);
                async Task<string> Local() => await http.GetStringAsync("/");
            }
        }
        """);

    [Fact]
    public Task The_result_of_an_endpoint_is_not_dropped_by_a_request_delegate() => Fixes(
        """
        // endpoints
        public static class Endpoints
        {
            public static void Map(WebApplication app, HttpClient http)
            {
                app.MapGet("/a", (HttpContext context) => Results.Ok([|http.GetStringAsync("/").Result|]));
                app.MapGet("/b", (HttpContext context) => { [|http.GetStringAsync("/").Wait()|]; });
            }
        }
        """,
        """
        // endpoints
        public static class Endpoints
        {
            public static void Map(WebApplication app, HttpClient http)
            {
                app.MapGet("/a", async Task<IResult> (HttpContext context) => Results.Ok(await http.GetStringAsync("/")));
                app.MapGet("/b", async (HttpContext context) => { await http.GetStringAsync("/"); });
            }
        }
        """);

    private const string Routes = """

        namespace Shop
        {
            public class JobAttribute : Attribute;
            public static class Router { public static void Map(string route, Delegate handler) { } public static void Keep(Delegate handler) { } }
        }
        """;

    private static readonly Given OwnHandlers = new(Apis: "request  Shop.Router::Map\nmessage  Shop.JobAttribute");

    [Theory]
    [InlineData(
        "public class C { [Job] public string Run(HttpClient c) => {|warning:c.GetStringAsync(\"a\").Result|}; }",
        "public class C { [Job] public async Task<string> Run(HttpClient c) => await c.GetStringAsync(\"a\"); }")]
    [InlineData(
        "public class C { void Start(HttpClient c) => Router.Map(\"/\", () => {|warning:c.GetStringAsync(\"a\").Result|}); }",
        "public class C { void Start(HttpClient c) => Router.Map(\"/\", async () => await c.GetStringAsync(\"a\")); }")]
    [InlineData(
        "public class C { void Start() => Router.Map(\"/\", Get); string Get(HttpClient c) => {|warning:c.GetStringAsync(\"a\").Result|}; }",
        "public class C { void Start() => Router.Map(\"/\", Get); async Task<string> Get(HttpClient c) => await c.GetStringAsync(\"a\"); }")]
    public Task Handlers_of_the_project_become_async(string before, string after) =>
        Fixes("using Shop;\n" + before + Routes, "using Shop;\n" + after + Routes, OwnHandlers);

    [Fact]
    public Task A_handler_whose_contract_is_synchronous_stays() => FlagsWithoutFix(
        "using Shop;\npublic class H : IHandler { public string Handle(HttpClient c) => {|warning:c.GetStringAsync(\"a\").Result|}; }\n"
        + "namespace Shop { public interface IHandler { string Handle(HttpClient c); } }",
        new(Apis: "message  Shop.IHandler::Handle"));
}

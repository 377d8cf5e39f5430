using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Synchronous methods that no handler is seen to reach, by who calls them.</summary>
public class SynchronousWaitTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Load = "public string Load(Task<string> t) => {|info:t.Result|};";
    private const string Asynchronous = "public async Task M(Task<string> t) { await Task.Yield(); Load(t); }";

    [Theory]
    [InlineData(Load, Asynchronous)]
    [InlineData(Load, "public Task M(Task<string> t) { Load(t); return Task.CompletedTask; }")]
    [InlineData(Load, "public async void M(Task<string> t) { await Task.Yield(); Load(t); }")]
    [InlineData(Load, "public async Task M(Task<string> t) { await Task.Yield(); await Local(); async Task Local() { await Task.Yield(); Load(t); } }")]
    [InlineData(Load, "public void M(Task<string> t) { _ = Task.Run(async () => { await Task.Yield(); Load(t); }); }")]
    [InlineData("public virtual string Load(Task<string> t) => {|info:t.Result|};", Asynchronous)]
    [InlineData("public static string Load<T>(T x, Task<string> t) => {|info:t.Result|};", "public async Task M(Task<string> t) { await Task.Yield(); Load(1, t); }")]
    [InlineData("public string Load(Task<string> t, int left = 3) => left == 0 ? {|info:t.Result|} : Load(t, left - 1);", Asynchronous)]
    [InlineData(Load, Asynchronous + " public string Name => nameof(Load);")]
    [InlineData("public string Load(Task<string> t) { lock (this) { } return {|info:t.Result|}; }", Asynchronous)]
    public Task Asynchronous_code_alone_calls_it(string load, string callers) => FlagsWithoutFix(Library(load + callers));

    [Theory]
    [InlineData("return tasks.Select(t => {|info:t.Result|}).Sum();")]
    [InlineData("return tasks.Select((t, i) => { return i + {|info:t.Result|}; }).ToList().Count;")]
    [InlineData("return tasks.Select(t => {|info:t.GetAwaiter().GetResult()|}).Sum();")]
    public Task Asynchronous_code_projects_tasks(string body) =>
        FlagsWithoutFix(Library($"public async Task<int> M(List<Task<int>> tasks) {{ await Task.Yield(); {body} }}"));

    [Theory]
    [InlineData("public int M(List<Task<int>> tasks) => tasks.Select(t => t.Result).Sum();")]
    [InlineData("public async Task<object> M(IQueryable<Task<int>> tasks) { await Task.Yield(); Func<Task<int>, int> f = t => t.Result; return f; }")]
    public Task Synchronous_code_projects_tasks(string member) => Silent(Library(member), Guard.NotOnRequestPath);

    [Fact]
    public Task Another_type_has_a_private_method_of_the_same_name() => FlagsWithoutFix(
        Library("private string Load(Task<string> t) => {|info:t.Result|};" + Asynchronous)
        + "public class Other { private int Load(int x) => x; public int N() => Load(1); }");

    [Fact]
    public Task It_is_called_through_an_own_interface() => FlagsWithoutFix(
        Library("string IPrices.Load(Task<string> t) => {|info:t.Result|};", ": IPrices")
        + "public interface IPrices { string Load(Task<string> t); }\n"
        + "public class Caller(IPrices prices) { public async Task M(Task<string> t) { await Task.Yield(); prices.Load(t); } }");

    [Theory]
    [InlineData("")]
    [InlineData("public void M(Task<string> t) => Load(t);")]
    [InlineData(Asynchronous + " public void N(Task<string> t) => Load(t);")]
    [InlineData("public async Task M(Task<string> t) { await Task.Yield(); lock (this) { Load(t); } }")]
    [InlineData("public async Task M(List<Task<string>> all) { await Task.Yield(); all.ConvertAll(t => Load(t)); }")]
    [InlineData("public async Task M(List<Task<string>> all) { await Task.Yield(); all.ConvertAll(Load); }")]
    [InlineData(Asynchronous + " public Func<Task<string>, string> Other() => Load;")]
    [InlineData(Asynchronous + " public string P => Load(null);")]
    [InlineData(Asynchronous + " public Prices() => Load(null);")]
    [InlineData(Asynchronous + " public Task<string> LoadAsync(Task<string> t) => t;")]
    public Task Not_only_asynchronous_code_calls_it(string callers) =>
        Silent(Library(MarkedCode.Strip(Load) + callers), Guard.NotOnRequestPath);

    [Theory]
    [InlineData("public string Load(Task<string> t, out int n) { n = 1; return t.Result; }", "Load(t, out _)")]
    [InlineData("public string Load(Task<string> t, ref int n) => t.Result;", "{ var n = 1; Load(t, ref n); }")]
    [InlineData("public string Load(Task<string> t, ReadOnlySpan<int> s) => t.Result;", "Load(t, default)")]
    [InlineData("public string Load(Task<string> t) { lock (this) { return t.Result; } }", "Load(t)")]
    [InlineData("public IEnumerable<string> Load(Task<string> t) { yield return t.Result; }", "Load(t)")]
    [InlineData("public void Load(Task<string> t) { try { } catch when (t.Result == \"\") { } }", "Load(t)")]
    public Task It_cannot_become_async(string load, string call) => Silent(
        Library($"{load} public async Task M(Task<string> t) {{ await Task.Yield(); {call}; }}"), Guard.NotOnRequestPath);

    [Theory]
    [InlineData("public void Dispose() => t.Wait();", ": IDisposable", "Dispose()")]
    [InlineData("public int CompareTo(string s) => s.Length + t.Result.Length;", ": IComparable<string>", "CompareTo(\"\")")]
    [InlineData("public override string ToString() => t.Result;", "", "ToString()")]
    public Task A_library_prescribes_it(string member, string contract, string call) => Silent(
        Library($"private Task<string> t; {member} public async Task M() {{ await Task.Yield(); {call}; }}", contract), Guard.NotOnRequestPath);

    [Fact]
    public Task Everywhere_means_also_where_nobody_calls_it() => FlagsWithoutFix(
        Library(Load + " public string P => {|info:Task.FromException<string>(null).ContinueWith(t => \"\").Result|};"),
        new() { EditorConfig = "perfanalyzers.blocking = everywhere" });

    [Fact]
    public Task A_mapped_function_of_a_program_is_a_handler() => FlagsWithoutFix(
        "// a program\nvar app = WebApplication.Create();\napp.MapGet(\"/\", Get);\nawait Start();\napp.Run();\n"
        + "async Task<string> Get(Task<string> t) { await Task.Yield(); return string.Concat(new[] { t }.Select(x => {|warning:x.Result|})); }\n"
        + "async Task Start() { await Task.Yield(); Task.Delay(1).Wait(); }",
        new(IsProgram: true));

    [Fact]
    public Task Everywhere_does_not_mean_at_startup() => Silent(
        "public class Start : IHostedService { public Task StartAsync(CancellationToken c) { Task.Delay(1).Wait(); return Task.CompletedTask; } "
        + "public Task StopAsync(CancellationToken c) => Task.CompletedTask; }",
        new Given(EditorConfig: "perfanalyzers.blocking = everywhere"), Guard.RunsAtStartup);

    private static string Library(string members, string contract = "") =>
        $"namespace Library;\npublic class Prices {contract} {{ {members} }}\n";
}

public class SynchronousInputTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    private const string Caller = "public async Task M(DbConnection c) { await Task.Yield(); Open(c); }";

    [Theory]
    [InlineData("public void Open(DbConnection c) => {|info:c.Open()|};")]
    [InlineData("internal int Open(DbConnection c) { {|info:c.Open()|}; return 1; }")]
    public Task Asynchronous_code_alone_calls_it(string open) => FlagsWithoutFix(Library(open + Caller));

    [Fact]
    public Task Actions_call_it() => FlagsWithoutFix(
        "private void Open(DbConnection c) => {|info:c.Open()|};\npublic void M(DbConnection c) => Open(c);\n"
        + "public async Task N(DbConnection c) { await Task.Yield(); Open(c); }");

    [Fact]
    public Task An_endpoint_calls_it() => FlagsWithoutFix(
        "namespace Shop;\npublic static class Endpoints { public static void Map(WebApplication app) => app.MapGet(\"/\", (DbConnection c) => Open(c)); "
        + "private static int Open(DbConnection c) { {|info:c.Open()|}; return 1; } }");

    [Fact]
    public Task A_request_waits_for_the_schema() => Flags(
        "public async Task M(DbContext db) { await Task.Yield(); {|warning:db.Database.EnsureCreated()|}; {|warning:db.Database.Migrate()|}; "
        + "_ = {|warning:db.Database.GetPendingMigrations()|}; }");

    [Theory]
    [InlineData("public void Open(DbConnection c) => c.Open();")]
    [InlineData("public void Open(DbConnection c) => c.Open(); public Task OpenAsync(DbConnection c) => c.OpenAsync();" + Caller)]
    [InlineData("public void Open(DbConnection c) => c.Open(); public void N(DbConnection c) => Open(c);" + Caller)]
    public Task Not_only_asynchronous_code_calls_it(string members) => Silent(Library(members), Guard.CannotBecomeAsync);

    [Fact]
    public Task What_is_behind_a_stream_is_not_known() => Silent(
        Library("public void Copy(Stream s) => s.CopyTo(Stream.Null); public async Task M(Stream s) { await Task.Yield(); Copy(s); }"),
        Guard.StreamInSynchronousCode);

    [Fact]
    public Task Everywhere_means_also_where_nobody_calls_it() => FlagsWithoutFix(
        Library("public void Open(DbConnection c) => {|info:c.Open()|};"), new() { EditorConfig = "perfanalyzers.blocking = everywhere" });

    private static string Library(string members) => $"namespace Library;\npublic class Store {{ {members} }}\n";
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Where the asynchronous twin would be no better, or is none.</summary>
public class AsynchronousTwinGuardTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    [Theory]
    [InlineData("Microsoft.Data.Sqlite.SqliteCommand c", "c.ExecuteNonQuery();")]
    [InlineData("DbContext db, object o", "db.Add(o); db.AddRange(o);")]
    [InlineData("IDbContextFactory<DbContext> f", "using var db = f.CreateDbContext();")]
    [InlineData("MemoryStream s", "s.CopyTo(Stream.Null); s.Write(new byte[1], 0, 1);")]
    [InlineData("StringReader r", "r.ReadToEnd();")]
    [InlineData("MongoDB.Driver.IMongoCollection<object> c", "MongoDB.Driver.IMongoCollectionExtensions.Find(c, x => true);")]
    [InlineData("DbDataReader r", "r.IsDBNull(0); r.GetFieldValue<int>(0);")]
    [InlineData("System.Diagnostics.Process p", "p.WaitForExit(10);")]
    [InlineData("Stream s", "Span<byte> Local() { Span<byte> b = new byte[1]; return b; } s.ReadByte();")]
    [InlineData("System.Xml.XmlReader r", "r.Read();")]
    [InlineData("CancellationTokenSource s", "s.Cancel();")]
    public Task Not_in_the_tables(string parameters, string body) => Unconcerned(InAsync(parameters, body));

    [Theory]
    [InlineData("byte[] b", "using Stream s = new MemoryStream(b); s.CopyTo(Stream.Null);")]
    [InlineData("byte[] b", "using var r = new StreamReader(new MemoryStream(b)); r.ReadToEnd();")]
    [InlineData("byte[] b", "var s = new MemoryStream(b); TextReader r = new StreamReader(s); r.ReadLine();")]
    [InlineData("System.Net.HttpWebRequest r, byte[] b", "using var s = r.GetRequestStream(); s.Write(b, 0, 3);")]
    [InlineData("HttpResponseMessage m", "using var s = await m.Content.ReadAsStreamAsync(); s.CopyTo(Stream.Null);")]
    public Task A_stream_in_memory(string parameters, string body) => Silent(InAsync(parameters, body), Guard.ReadsMemory);

    [Theory]
    [InlineData("public async Task M(DbConnection c, List<int> ids) { await Task.Yield(); ids.ForEach(_ => c.Open()); }")]
    [InlineData("public async Task M(DbConnection c) { await Task.Yield(); void Local() => c.Open(); Local(); }")]
    [InlineData("private void Helper(DbConnection c) => c.Open();\ninternal void M(DbConnection c) => Helper(c);")]
    [InlineData("private void Helper(DbConnection c) => c.Open();\npublic async Task M(DbConnection c) { await Task.Yield(); Helper(c); }\ninternal void N(DbConnection c) => Helper(c);")]
    [InlineData("private void Helper(DbConnection c) => c.Open();\npublic async Task M(List<DbConnection> c) { await Task.Yield(); c.ForEach(Helper); }")]
    [InlineData("private void Helper(DbConnection c, out int n) { c.Open(); n = 1; }\npublic async Task M(DbConnection c) { await Task.Yield(); Helper(c, out _); }")]
    [InlineData("private IEnumerable<int> Helper(DbConnection c) { c.Open(); yield return 1; }\npublic async Task M(DbConnection c) { await Task.Yield(); Helper(c); }")]
    public Task A_function_that_cannot_become_async(string code) => Silent(code, Guard.CannotBecomeAsync);

    [Theory]
    [InlineData("public async Task M(DbConnection c, bool isAsync) { if (isAsync) await c.OpenAsync(); else c.Open(); }")]
    [InlineData("public async Task M(DbConnection c, bool isAsync) { if (isAsync) { await c.OpenAsync(); } else { c.Open(); } }")]
    [InlineData("public async Task<int> M(DbCommand c, bool isAsync) => isAsync ? await c.ExecuteNonQueryAsync() : c.ExecuteNonQuery();")]
    public Task The_other_branch_is_asynchronous(string code) => Silent(code, Guard.SynchronousForm);

    [Fact]
    public Task The_other_way_is_asynchronous() => Silent(
        "public async Task<int> M(DbCommand c, bool isAsync) { if (isAsync) return await c.ExecuteNonQueryAsync(); return c.ExecuteNonQuery(); }",
        Guard.TwinIsUsed);

    [Fact]
    public Task A_name_calls_nothing() => Unconcerned("public async Task M(DbConnection c) { await Task.Yield(); _ = nameof(c.Open); }");

    [Fact]
    public Task A_library_that_calls_synchronously_leaves_no_choice() => Silent(
        """
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.Extensions.Caching.Distributed;

        public class Cookies(IDistributedCache cache) : ICookieManager
        {
            public void AppendResponseCookie(HttpContext context, string key, string value, CookieOptions options) => cache.SetString(key, value);
            public void DeleteCookie(HttpContext context, string key, CookieOptions options) => cache.Remove(key);
            public string GetRequestCookie(HttpContext context, string key) => cache.GetString(key);
        }
        """,
        Guard.CannotBecomeAsync);

    [Fact]
    public Task A_filter_has_an_asynchronous_form() => FlagsWithoutFix(
        """
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.Extensions.Caching.Distributed;

        public class Counted(IDistributedCache cache) : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) => {|warning:cache.GetString("count")|};
        }
        """);

    [Theory]
    [InlineData("public void OpenAsync() { }")]
    [InlineData("public Task OpenAsync(int retries) => Task.CompletedTask;")]
    [InlineData("[Obsolete] public Task OpenAsync() => Task.CompletedTask;")]
    [InlineData("[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] public Task OpenAsync() => Task.CompletedTask;")]
    [InlineData("private Task OpenAsync() => Task.CompletedTask;")]
    [InlineData("public Task<string> OpenAsync() => null;", "int")]
    [InlineData("public Task<object> OpenAsync() => null;", "string")]
    public Task No_twin(string twin, string result = "void") => Silent(
        $$"""
        public class Door { public {{result}} Open() => throw null; {{twin}} }

        public async Task M(Door door) { await Task.Yield(); door.Open(); }
        """,
        new Given(Apis: "blocking ShopController+Door::Open OpenAsync"),
        Guard.TwinDoesNotFit);

    [Fact]
    public Task Twin_may_call_its_sync_form() => Flags(
        """
        namespace Shop;

        public class Command : DbCommandBase
        {
            public override async Task<int> ExecuteNonQueryAsync(CancellationToken ct) { await Task.Yield(); return ExecuteNonQuery(); }
        }

        public class Other : DbCommandBase
        {
            public override async Task<int> ExecuteNonQueryAsync(CancellationToken ct) { await Task.Yield(); return {|info:Inner.ExecuteNonQuery()|}; }
        }

        public abstract class DbCommandBase : DbCommand
        {
            protected DbCommand Inner;
            public override int ExecuteNonQuery() => 1;
            public override object ExecuteScalar() => 1;
            public override void Prepare() { }
            public override void Cancel() { }
            public override string CommandText { get; set; }
            public override int CommandTimeout { get; set; }
            public override CommandType CommandType { get; set; }
            public override bool DesignTimeVisible { get; set; }
            public override UpdateRowSource UpdatedRowSource { get; set; }
            protected override DbConnection DbConnection { get; set; }
            protected override DbParameterCollection DbParameterCollection => null;
            protected override DbTransaction DbTransaction { get; set; }
            protected override DbParameter CreateDbParameter() => null;
            protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => null;
        }
        """);

    [Theory]
    [InlineData("public async Task M(Stream s) { await Task.Yield(); {|info:s.CopyTo(Stream.Null)|}; }")]
    [InlineData("public async Task M() { await Task.Yield(); {|warning:Request.Body.CopyTo(Stream.Null)|}; }")]
    [InlineData("public async Task M() { await Task.Yield(); using var r = new StreamReader(Request.Body); {|warning:r.ReadToEnd()|}; }")]
    [InlineData("public async Task M(HttpClient http) { using var r = await http.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); using var s = await r.Content.ReadAsStreamAsync(); {|warning:s.CopyTo(Stream.Null)|}; }")]
    [InlineData("public async Task M() { await Task.Yield(); {|info:System.IO.File.ReadAllText(\"a\")|}; using var s = System.IO.File.OpenRead(\"a\"); {|info:s.CopyTo(Stream.Null)|}; }")]
    [InlineData("public async Task M() { await Task.Yield(); using var r = new StreamReader(\"a\"); {|info:r.ReadToEnd()|}; }")]
    [InlineData("public async Task M(IFormFile f) { await Task.Yield(); using var s = f.OpenReadStream(); {|info:s.CopyTo(Stream.Null)|}; }")]
    public Task What_stands_behind_a_stream(string code) => Flags(code);

    [Fact]
    public Task Files_outside_handlers_are_silent() => Silent(
        """
        namespace Library;

        public class Reader
        {
            public async Task<string> Read() { await Task.Yield(); return File.ReadAllText("a"); }
        }
        """,
        Guard.FileOffRequestPath);

    [Theory]
    [InlineData("public async Task M(DbConnection c) { await Task.Yield(); lock (this) { [|c.Open()|]; } }")]
    [InlineData("public async Task M(DbConnection c) { await Task.Yield(); c?.Open(); }", "c?.Open()", ".Open()")]
    [InlineData("public virtual int M(DbContext db) => [|db.SaveChanges()|];")]
    [InlineData("public async Task M(DbCommand c) { await Task.Yield(); unsafe { [|c.ExecuteNonQuery()|]; } }")]
    public Task No_await_can_be_written(string code, string? inside = null, string? flagged = null) => FlagsWithoutFix(
        inside is null ? code : code.Replace(inside, inside.Replace(flagged!, $"[|{flagged}|]")));

    private static string InAsync(string parameters, string body) => $"public async Task M({parameters}) {{ await Task.Yield(); {body} }}";
}

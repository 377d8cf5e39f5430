using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Which twin is found for which library, and how its call is written.</summary>
public class UseAsynchronousTwinTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    [Fact]
    public Task The_message_names_the_call_and_its_twin() => Flags(
        "public void M(DbConnection c) => [|c.Open()|];",
        new(Message: "'DbConnection.Open' holds a thread-pool thread while it waits for I/O; await 'OpenAsync' instead"));

    [Theory]
    [InlineData("DbConnection c", "{|warning:c.Open()|};", "await c.OpenAsync();")]
    [InlineData("DbConnection c, CancellationToken ct", "[|c.Open()|];", "await c.OpenAsync(ct);")]
    [InlineData("DbCommand c, CancellationToken ct", "var n = [|c.ExecuteNonQuery()|];", "var n = await c.ExecuteNonQueryAsync(ct);")]
    [InlineData("DbCommand c", "var n = (int)[|c.ExecuteScalar()|];", "var n = (int)await c.ExecuteScalarAsync();")]
    [InlineData("DbDataReader r", "while ([|r.Read()|]) { }", "while (await r.ReadAsync()) { }")]
    [InlineData("DbCommand c", "using var r = [|c.ExecuteReader(CommandBehavior.SingleRow)|];", "using var r = await c.ExecuteReaderAsync(CommandBehavior.SingleRow);")]
    [InlineData("Npgsql.NpgsqlCommand c", "using var r = [|c.ExecuteReader()|];", "await using var r = await c.ExecuteReaderAsync();")]
    [InlineData("Npgsql.NpgsqlCommand c", "using (var r = [|c.ExecuteReader()|]) { }", "await using (var r = await c.ExecuteReaderAsync()) { }")]
    [InlineData("Microsoft.Data.SqlClient.SqlConnection c", "[|c.Open()|];", "await c.OpenAsync();")]
    [InlineData("IDbContextFactory<DbContext> f, DbContext db, CancellationToken ct", "using var t = [|db.Database.BeginTransaction()|]; [|t.Commit()|];", "await using var t = await db.Database.BeginTransactionAsync(ct); await t.CommitAsync(ct);")]
    [InlineData("DbContext db, CancellationToken ct", "var n = [|db.SaveChanges()|];", "var n = await db.SaveChangesAsync(ct);")]
    [InlineData("DbContext db", "[|db.SaveChanges(true)|];", "await db.SaveChangesAsync(true);")]
    [InlineData("DbContext db, int id, CancellationToken ct", "var o = [|db.Find<object>(id)|];", "var o = await db.FindAsync<object>(id);")]
    [InlineData("StackExchange.Redis.IDatabase redis", "string s = [|redis.StringGet(\"a\")|];", "string s = await redis.StringGetAsync(\"a\");")]
    [InlineData("MongoDB.Driver.IMongoCollection<object> c, object o, CancellationToken ct", "[|c.InsertOne(o)|];", "await c.InsertOneAsync(o, cancellationToken: ct);")]
    [InlineData("HttpClient http, HttpRequestMessage m, CancellationToken ct", "using var r = [|http.Send(m)|];", "using var r = await http.SendAsync(m, ct);")]
    [InlineData("System.Net.WebClient web", "var s = [|web.DownloadString(\"http://a\")|];", "var s = await web.DownloadStringTaskAsync(\"http://a\");")]
    [InlineData("System.Diagnostics.Process p, CancellationToken ct", "[|p.WaitForExit()|];", "await p.WaitForExitAsync(ct);")]
    public Task Twin_is_awaited(string parameters, string before, string after)
    {
        var first = parameters.Contains("CancellationToken ct") ? "await Task.Delay(1, ct);" : "await Task.Yield();";
        return Fixes($"public async Task M({parameters}) {{ {first} {before} }}", $"public async Task M({parameters}) {{ {first} {after} }}");
    }

    [Theory]
    [InlineData("[|http.Send(m)|].StatusCode", "(await http.SendAsync(m)).StatusCode")]
    [InlineData("[|http.Send(m, HttpCompletionOption.ResponseContentRead)|]", "await http.SendAsync(m, HttpCompletionOption.ResponseContentRead)")]
    [InlineData("[|http . Send( m )|]", "await http . SendAsync( m )")]
    public Task Position_and_arguments_are_kept(string before, string after) => Fixes(
        $"public async Task<object> M(HttpClient http, HttpRequestMessage m) {{ await Task.Yield(); return {before}; }}",
        $"public async Task<object> M(HttpClient http, HttpRequestMessage m) {{ await Task.Yield(); return {after}; }}");

    [Theory]
    [InlineData("public IActionResult M(DbContext db) { [|db.SaveChanges()|]; return Ok(); }", "public async Task<IActionResult> M(DbContext db) { await db.SaveChangesAsync(); return Ok(); }")]
    [InlineData("public int M(DbContext db, CancellationToken ct) => [|db.SaveChanges()|];", "public async Task<int> M(DbContext db, CancellationToken ct) => await db.SaveChangesAsync();")]
    [InlineData("public Task<int> M(DbContext db) => Task.FromResult([|db.SaveChanges()|]);", "public async Task<int> M(DbContext db) => await db.SaveChangesAsync();")]
    public Task Handler_becomes_async(string before, string after) => Fixes(before, after, new(Title: "Await SaveChangesAsync"));

    [Fact]
    public Task Dapper_has_no_place_for_a_token() => Fixes(
        """
        using Dapper;

        public class PricesController : ControllerBase
        {
            public async Task<object> Get(DbConnection c, CancellationToken ct)
            {
                await Task.Yield();
                [|c.Execute("delete from t")|];
                return [|c.Query<int>("select 1", new { ct })|].Concat([|c.Query<int>("select 1")|]);
            }
        }
        """,
        """
        using Dapper;

        public class PricesController : ControllerBase
        {
            public async Task<object> Get(DbConnection c, CancellationToken ct)
            {
                await Task.Yield();
                await c.ExecuteAsync("delete from t");
                return (await c.QueryAsync<int>("select 1", new { ct })).Concat(await c.QueryAsync<int>("select 1"));
            }
        }
        """);

    [Fact]
    public Task Own_apis_count() => Fixes(
        """
        public interface IPrices { int Get(int id); Task<int> GetAsync(int id, CancellationToken ct = default); }

        public async Task<int> M(IPrices prices, CancellationToken ct) { await Task.Delay(1, ct); return [|prices.Get(1)|]; }
        """,
        """
        public interface IPrices { int Get(int id); Task<int> GetAsync(int id, CancellationToken ct = default); }

        public async Task<int> M(IPrices prices, CancellationToken ct) { await Task.Delay(1, ct); return await prices.GetAsync(1, ct); }
        """,
        new(Apis: "blocking ShopController+IPrices::Get GetAsync"));

    [Fact]
    public Task Unqualified_call_in_a_context() => Fixes(
        """
        namespace Shop;

        public class Store : DbContext
        {
            public async Task Touch(CancellationToken ct) { await Task.Delay(1, ct); {|info:SaveChanges()|}; {|info:base.SaveChanges()|}; }
        }
        """,
        """
        namespace Shop;

        public class Store : DbContext
        {
            public async Task Touch(CancellationToken ct) { await Task.Delay(1, ct); await SaveChangesAsync(ct); await base.SaveChangesAsync(ct); }
        }
        """);

    [Fact]
    public async Task Before_CSharp_8_a_using_stays_as_it_is()
    {
        var document = TestProject.Document(
            """
            using System.Threading.Tasks;
            public class C { async Task M(Npgsql.NpgsqlCommand c) { await Task.Yield(); using (var r = c.ExecuteReader()) { } } }
            """, new());
        var project = document.Project.WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp7_3));
        document = project.RemoveDocument(project.Documents.Single(other => other.Name == "Usings.cs").Id).GetDocument(document.Id)!;

        var diagnostic = Assert.Single(await Findings.Of(new UseAsynchronousTwin(), document.Project));
        CodeAction? action = null;
        await new UseAsynchronousTwinFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (offered, _) => action = offered, default));
        var solution = (await action!.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Assert.Contains("Task.Yield(); using (var r = await c.ExecuteReaderAsync())", (await solution.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }
}

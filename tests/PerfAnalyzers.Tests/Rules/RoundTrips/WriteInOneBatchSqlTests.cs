using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Commands of ADO.NET and Dapper, batches of commands, transactions of SQLite.</summary>
public class WriteInOneBatchSqlTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private const string Npgsql = "using Npgsql;\npublic class RowController : ControllerBase\n{\n";
    private const string Sqlite = "using Dapper;\nusing Microsoft.Data.Sqlite;\npublic class RowController : ControllerBase\n{\n";

    [Fact]
    public Task Npgsql_commands_become_a_batch() => Fixes(
        Npgsql + """
            public async Task Import(NpgsqlConnection connection, List<string> names, CancellationToken token)
            {
                foreach (var name in names)
                {
                    // one row
                    await using var command = new NpgsqlCommand("INSERT INTO t (name) VALUES (@name)", connection);
                    command.Parameters.AddWithValue("name", name);
                    await [|command.ExecuteNonQueryAsync(token)|];
                }
            }
        }
        """,
        Npgsql + """
            public async Task Import(NpgsqlConnection connection, List<string> names, CancellationToken token)
            {
                await using var batch = new NpgsqlBatch(connection);
                foreach (var name in names)
                {
                    // one row
                    var command = new NpgsqlBatchCommand("INSERT INTO t (name) VALUES (@name)");
                    command.Parameters.AddWithValue("name", name);
                    batch.BatchCommands.Add(command);
                }
                if (batch.BatchCommands.Count > 0)
                    await batch.ExecuteNonQueryAsync(token);
            }
        }
        """,
        new(Title: "Send the commands as one NpgsqlBatch (review)"));

    [Fact]
    public Task Npgsql_data_source_transaction_and_initializer() => Fixes(
        Npgsql + """
            public async Task Import(NpgsqlDataSource data, List<string> names)
            {
                foreach (var name in names)
                {
                    await using var command = data.CreateCommand();
                    command.CommandText = "UPDATE t SET seen = true WHERE name = $1;";
                    command.Parameters.Add(new() { Value = name });
                    await {|warning:command.ExecuteNonQueryAsync()|};
                }
            }
            public void Import(NpgsqlConnection connection, NpgsqlTransaction transaction, List<string> names)
            {
                foreach (var name in names)
                {
                    using NpgsqlCommand command = new("DELETE FROM t WHERE name = $1", connection, transaction) { Parameters = { new() { Value = name } } };
                    {|info:command.ExecuteNonQuery()|};
                }
            }
        }
        """,
        Npgsql + """
            public async Task Import(NpgsqlDataSource data, List<string> names)
            {
                await using var batch = data.CreateBatch();
                foreach (var name in names)
                {
                    var command = new NpgsqlBatchCommand();
                    command.CommandText = "UPDATE t SET seen = true WHERE name = $1;";
                    command.Parameters.Add(new() { Value = name });
                    batch.BatchCommands.Add(command);
                }
                if (batch.BatchCommands.Count > 0)
                    await batch.ExecuteNonQueryAsync();
            }
            public void Import(NpgsqlConnection connection, NpgsqlTransaction transaction, List<string> names)
            {
                using var batch = new NpgsqlBatch(connection, transaction);
                foreach (var name in names)
                {
                    var command = new NpgsqlBatchCommand("DELETE FROM t WHERE name = $1") { Parameters = { new() { Value = name } } };
                    batch.BatchCommands.Add(command);
                }
                if (batch.BatchCommands.Count > 0)
                    batch.ExecuteNonQuery();
            }
        }
        """);

    [Theory]
    [InlineData("Microsoft.Data.SqlClient", "Sql")]
    [InlineData("MySqlConnector", "MySql")]
    public Task Commands_of_other_providers_become_a_batch_too(string space, string provider) => Fixes(
        $"using {space};\npublic class RowController : ControllerBase\n{{\n" + $$"""
            public async Task Import({{provider}}Connection connection, {{provider}}Transaction transaction, List<string> names, CancellationToken token)
            {
                foreach (var name in names)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "INSERT INTO t (name) VALUES (@name)";
                    command.Parameters.AddWithValue("@name", name);
                    await {|info:command.ExecuteNonQueryAsync(token)|};
                }
                foreach (var name in names)
                {
                    using var command = new {{provider}}Command("DELETE FROM u WHERE name = @name", connection, transaction);
                    command.Parameters.AddWithValue("@name", name);
                    await {|info:command.ExecuteNonQueryAsync(token)|};
                }
            }
        }
        """,
        $"using {space};\npublic class RowController : ControllerBase\n{{\n" + $$"""
            public async Task Import({{provider}}Connection connection, {{provider}}Transaction transaction, List<string> names, CancellationToken token)
            {
                await using var batch = new {{provider}}Batch(connection);
                foreach (var name in names)
                {
                    var command = new {{provider}}BatchCommand();
                    command.CommandText = "INSERT INTO t (name) VALUES (@name)";
                    command.Parameters.AddWithValue("@name", name);
                    batch.BatchCommands.Add(command);
                }
                if (batch.BatchCommands.Count > 0)
                    await batch.ExecuteNonQueryAsync(token);
                await using var batch2 = new {{provider}}Batch(connection, transaction);
                foreach (var name in names)
                {
                    var command = new {{provider}}BatchCommand("DELETE FROM u WHERE name = @name");
                    command.Parameters.AddWithValue("@name", name);
                    batch2.BatchCommands.Add(command);
                }
                if (batch2.BatchCommands.Count > 0)
                    await batch2.ExecuteNonQueryAsync(token);
            }
        }
        """);

    [Theory]
    [InlineData("using var command = new NpgsqlCommand(sql, connection); command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|];")]
    [InlineData("if (name == \"\") throw new ArgumentException(); using var command = new NpgsqlCommand(\"DELETE FROM a WHERE c = @a\", connection); command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|];")]
    [InlineData("using var command = new NpgsqlCommand(\"DELETE FROM a; DELETE FROM b WHERE c = @a\", connection); command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|];")]
    [InlineData("using var command = new NpgsqlCommand(\"DELETE FROM a WHERE c = @a\", connection); command.CommandTimeout = 1; command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|];")]
    [InlineData("using var command = new NpgsqlCommand(\"DELETE FROM a WHERE c = @a\", connection); command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|]; Console.WriteLine(name);")]
    [InlineData("using var old = new NpgsqlCommand(\"DELETE FROM a WHERE c = @a\", connection); old.Parameters.AddWithValue(\"a\", name); await [|old.ExecuteNonQueryAsync()|]; using var command = new NpgsqlCommand(\"INSERT INTO a VALUES (@a)\", connection); command.Parameters.AddWithValue(\"a\", name); await [|command.ExecuteNonQueryAsync()|];")]
    public Task Npgsql_without_fix(string body) => FlagsWithoutFix(
        Npgsql + $"public async Task M(NpgsqlConnection connection, List<string> names, string sql) {{ foreach (var name in names) {{ {body} }} }} }}");

    [Theory]
    [InlineData(nameof(Guard.SendsNoRows), "foreach (var name in names) { using var command = connection.CreateCommand(); command.CommandText = \"CREATE TABLE \" + name; command.ExecuteNonQuery(); }")]
    [InlineData(nameof(Guard.ConnectionPerItem), "foreach (var name in names) { using var own = new Microsoft.Data.SqlClient.SqlConnection(name); using var command = own.CreateCommand(); command.CommandText = name; command.ExecuteNonQuery(); }")]
    [InlineData(nameof(Guard.IndependentOfItem), "using var command = connection.CreateCommand(); command.CommandText = \"INSERT INTO t VALUES (1)\"; foreach (var name in names) command.ExecuteNonQuery();")]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var name in names) { using var command = connection.CreateCommand(); command.CommandText = \"INSERT INTO t VALUES (@n)\"; command.Parameters.Add(name); if (command.ExecuteNonQuery() == 0) break; }")]
    [InlineData(nameof(Guard.ReadsBetween), "foreach (var name in names) { using var command = connection.CreateCommand(); command.CommandText = \"INSERT INTO t VALUES (@n)\"; command.Parameters.Add(name); command.ExecuteNonQuery(); using var identity = connection.CreateCommand(); ids.Add(identity.ExecuteScalar()); }")]
    public Task Commands_that_are_not_reported(string guard, string code) => Silent($"public void M(DbConnection connection, List<string> names, List<object> ids) {{ {code} }}", Named(guard));

    [Fact]
    public Task Other_providers_are_told_only() => FlagsWithoutFix(
        """
        public async Task M(DbConnection connection, List<string> names)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO t VALUES (@n)";
            var parameter = command.CreateParameter();
            command.Parameters.Add(parameter);
            foreach (var name in names)
            {
                parameter.Value = name;
                await {|warning:command.ExecuteNonQueryAsync()|};
            }
        }
        """);

    [Fact]
    public Task Dapper_is_told_only() => FlagsWithoutFix(
        "using Dapper;\n" + """
        public class RowController : ControllerBase
        {
            public async Task M(IDbConnection connection, List<string> names, IDbTransaction transaction)
            {
                var total = 0;
                foreach (var name in names)
                    await {|info:connection.ExecuteAsync("INSERT INTO t VALUES (@name)", new { name }, transaction)|};
                foreach (var name in names)
                    total += await {|info:connection.ExecuteAsync("DELETE FROM t WHERE name = @name", new { name })|};
            }
            public async Task N(IDbConnection connection, List<string> names)
            {
                const string sql = "INSERT INTO t VALUES (@name)";
                foreach (var name in names)
                    await {|warning:connection.ExecuteAsync(sql, new { name })|};
            }
        }
        """);

    [Fact]
    public Task Sqlite_gets_a_transaction_that_new_commands_inherit() => Fixes(
        Sqlite + """
            public void Import(List<string> names)
            {
                using var connection = new SqliteConnection("Data Source=t.db");
                connection.Open();
                foreach (var name in names)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "INSERT INTO t VALUES ($name)";
                    command.Parameters.AddWithValue("$name", name);
                    [|command.ExecuteNonQuery()|];
                }
            }
        }
        """,
        Sqlite + """
            public void Import(List<string> names)
            {
                using var connection = new SqliteConnection("Data Source=t.db");
                connection.Open();
                using var transaction = connection.BeginTransaction();
                foreach (var name in names)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "INSERT INTO t VALUES ($name)";
                    command.Parameters.AddWithValue("$name", name);
                    command.ExecuteNonQuery();
                }
                transaction.Commit();
            }
        }
        """,
        new(Title: "Begin one transaction around the loop (review)"));

    [Fact]
    public Task Sqlite_commands_made_by_hand_or_before_are_given_it() => Fixes(
        Sqlite + """
            public async Task Import(List<string> names, CancellationToken token)
            {
                await using var connection = new SqliteConnection("Data Source=t.db");
                await connection.OpenAsync(token);
                using var first = new SqliteCommand("INSERT INTO a VALUES ($name)", connection);
                var parameter = first.Parameters.Add("$name", SqliteType.Text);
                foreach (var name in names)
                {
                    parameter.Value = name;
                    await [|first.ExecuteNonQueryAsync(token)|];
                    using var second = new SqliteCommand("INSERT INTO b VALUES ($name)", connection);
                    second.Parameters.AddWithValue("$name", name);
                    await [|second.ExecuteNonQueryAsync(token)|];
                }
            }
        }
        """,
        Sqlite + """
            public async Task Import(List<string> names, CancellationToken token)
            {
                await using var connection = new SqliteConnection("Data Source=t.db");
                await connection.OpenAsync(token);
                using var first = new SqliteCommand("INSERT INTO a VALUES ($name)", connection);
                var parameter = first.Parameters.Add("$name", SqliteType.Text);
                await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(token);
                first.Transaction = transaction;
                foreach (var name in names)
                {
                    parameter.Value = name;
                    await first.ExecuteNonQueryAsync(token);
                    using var second = new SqliteCommand("INSERT INTO b VALUES ($name)", connection, transaction);
                    second.Parameters.AddWithValue("$name", name);
                    await second.ExecuteNonQueryAsync(token);
                }
                await transaction.CommitAsync(token);
            }
        }
        """);

    [Fact]
    public Task Dapper_on_sqlite_is_given_the_transaction() => Fixes(
        Sqlite + """
            public async Task Import(List<string> names)
            {
                using var connection = new SqliteConnection("Data Source=t.db");
                connection.Open();
                foreach (var name in names)
                    await [|connection.ExecuteAsync("INSERT INTO t VALUES (@name)", new { name })|];
            }
        }
        """,
        Sqlite + """
            public async Task Import(List<string> names)
            {
                using var connection = new SqliteConnection("Data Source=t.db");
                connection.Open();
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var name in names)
                    await connection.ExecuteAsync("INSERT INTO t VALUES (@name)", new { name }, transaction: transaction);
                await transaction.CommitAsync();
            }
        }
        """);

    [Theory]
    [InlineData("foreach (var name in names) {|warning:given.Execute(\"INSERT INTO t VALUES (@name)\", new { name })|};")]
    [InlineData("using var own = new SqliteConnection(); foreach (var name in names) {|warning:own.Execute(\"INSERT INTO t VALUES (@name)\", new { name })|};")]
    [InlineData("using var own = new SqliteConnection(); own.Open(); foreach (var name in names) { {|warning:own.Execute(\"INSERT INTO t VALUES (@name)\", new { name })|}; Log(own); } void Log(SqliteConnection c) { }")]
    [InlineData("using var own = new SqliteConnection(); own.Open(); own.Execute(\"BEGIN\"); foreach (var name in names) {|warning:own.Execute(\"INSERT INTO t VALUES (@name)\", new { name })|}; own.Execute(\"COMMIT\");")]
    [InlineData("using var own = new SqliteConnection(); own.Open(); own.Close(); foreach (var name in names) {|warning:own.Execute(\"INSERT INTO t VALUES (@name)\", new { name })|};")]
    public Task Sqlite_without_fix(string code) => FlagsWithoutFix(Sqlite + $"public void M(SqliteConnection given, List<string> names) {{ {code} }} }}");

    [Theory]
    [InlineData(nameof(Guard.InTransaction), "using var t = given.BeginTransaction(); foreach (var name in names) given.Execute(\"INSERT INTO t VALUES (@name)\", new { name }, t); t.Commit();")]
    [InlineData(nameof(Guard.SendsNoRows), "foreach (var name in names) given.Execute(\"DROP TABLE \" + name);")]
    public Task Sqlite_that_is_not_reported(string guard, string code) => Silent(Sqlite + $"public void M(SqliteConnection given, List<string> names) {{ {code} }} }}", Named(guard));

    [Fact]
    public Task Migrations_are_left_alone() => Silent(
        """
        namespace Shop.Data.Migrations;
        public class Rename
        {
            public async Task Up(DbContext db, List<int> ids)
            {
                foreach (var id in ids)
                    await db.Database.ExecuteSqlAsync($"DELETE FROM t WHERE id = {id}");
            }
        }
        """, Guard.RunsAtStartup);

    [Theory]
    [InlineData("foreach (var id in ids) await {|warning:db.Set<Row>().Where(r => r.Id == id).ExecuteDeleteAsync()|};")]
    [InlineData("foreach (var id in ids) await {|warning:db.Database.ExecuteSqlAsync($\"DELETE FROM t WHERE id = {id}\")|};")]
    [InlineData("foreach (var id in ids) await {|info:http.PostAsync($\"/rows/{id}\", null)|};")]
    [InlineData("foreach (var id in ids) { var answer = await {|info:http.DeleteAsync($\"/rows/{id}\")|}; answer.EnsureSuccessStatusCode(); }")]
    [InlineData("foreach (var id in ids) await {|warning:queue.SendMessageAsync(\"rows\", id.ToString())|};")]
    [InlineData("foreach (var id in ids) await {|warning:rows.Store(id)|};")]
    public Task Other_writes_are_told_only(string code) => FlagsWithoutFix(Writing(code), Rows);

    [Theory]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var id in ids) { var answer = await http.DeleteAsync($\"/rows/{id}\"); if (!answer.IsSuccessStatusCode) return; }")]
    [InlineData(nameof(Guard.NotSelectedByItem), "foreach (var id in ids) await db.Set<Row>().Where(r => r.Id == id && r.Owner == id).ExecuteDeleteAsync();")]
    [InlineData(nameof(Guard.NotSelectedByItem), "foreach (var owned in ids.GroupBy(id => id % 9)) await db.Set<Row>().Where(r => r.Owner == owned.Key && owned.Contains(r.Id)).ExecuteDeleteAsync();")]
    [InlineData(nameof(Guard.NotSelectedByItem), "foreach (var id in ids) await db.Set<Row>().Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Owner, id));")]
    [InlineData(nameof(Guard.NotSelectedByItem), "foreach (var id in ids) { await db.Set<Row>().Where(r => r.Owner == id).ExecuteDeleteAsync(); await db.Set<Row>().Where(r => r.Id == id).ExecuteDeleteAsync(); }")]
    [InlineData(nameof(Guard.SendsNoRows), "foreach (var id in ids) await db.Database.ExecuteSqlRawAsync(Script(id)); string Script(int id) => id.ToString();")]
    [InlineData(nameof(Guard.NoFormForMany), "foreach (var id in ids) await blobs.DeleteBlobAsync(id.ToString());")]
    public Task Other_writes_are_left_alone(string guard, string code) => Silent(Writing(code), Rows, Named(guard));

    private static readonly Given Rows = new(Apis: "write ShopController+IRows::Store\n");

    private static string Writing(string code) =>
        $$"""
        public async Task M(DbContext db, HttpClient http, Amazon.SQS.IAmazonSQS queue, Azure.Storage.Blobs.BlobContainerClient blobs, IRows rows, List<int> ids)
        {
            {{code}}
        }
        public class Row { public int Id { get; set; } public int Owner { get; set; } }
        public interface IRows { Task Store(int id); }
        """;
}

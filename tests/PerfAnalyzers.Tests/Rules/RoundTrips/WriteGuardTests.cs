using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Each guard of PERF0302 by its name, in code that differs from a finding in one thing.</summary>
public class WriteGuardTests : RuleTest<WriteInOneBatch, NoFix>
{
    private static string Loop(string loop, string parameters = "") => $$"""
        using Dapper;
        using Microsoft.Extensions.Logging;
        using StackExchange.Redis;

        public class Note { public int Id { get; set; } public string Text { get; set; } public int Number { get; set; } }
        public class Notes : DbContext { public DbSet<Note> All { get; set; } }
        public interface IMail { Task SendAsync(string text); }

        public class NoteController(Notes db, DbConnection connection, IDatabase redis, IMail mail, HttpClient http, ILogger<NoteController> log) : ControllerBase
        {
            public async Task M(List<string> texts{{parameters}})
            {
                {{loop}}
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var text in texts) { db.Add(new Note { Text = text }); await [|db.SaveChangesAsync()|]; }")]
    [InlineData("foreach (var text in texts) { db.Add(new Note { Text = text }); await [|db.SaveChangesAsync()|]; log.LogInformation(\"saved {Text}\", text); }")]
    [InlineData("foreach (var text in texts) { var note = new Note { Text = text }; db.Add(note); await [|db.SaveChangesAsync()|]; log.LogInformation(\"saved {Text}\", note.Text); }")]
    [InlineData("foreach (var text in texts) { var note = new Note { Text = text, Number = 1 }; db.Add(note); await [|db.SaveChangesAsync()|]; log.LogInformation(\"{N}\", note.Number); }")]
    [InlineData("foreach (var text in texts) await [|redis.StringSetAsync(text, 1)|];")]
    public Task Without_any_reason_it_is_reported(string loop) => Flags(Loop(loop));

    [Theory]
    [InlineData("Console.WriteLine(note.Id);")]
    [InlineData("texts.Add(note.Number.ToString());")]
    public Task Values_that_the_database_makes(string use) => Silent(
        Loop($"foreach (var text in texts) {{ var note = new Note {{ Text = text }}; db.Add(note); await db.SaveChangesAsync(); {use} }}"), Guard.KeyReadBack);

    [Fact]
    public Task Failures_of_one_item() => Silent(
        Loop("foreach (var text in texts) { try { await redis.StringSetAsync(text, 1); } catch (Exception) { } }"), Guard.CatchesPerItem);

    [Fact]
    public Task Results_that_are_needed() => Silent(
        Loop("var all = true; foreach (var text in texts) all &= await redis.SetAddAsync(\"set\", text) && text != null;"), Guard.ResultIsUsed);

    [Fact]
    public Task Transactions_of_one_item() => Silent(
        Loop("foreach (var text in texts) { using var one = connection.BeginTransaction(); await connection.ExecuteAsync(\"INSERT INTO N VALUES (@text)\", new { text }, one); one.Commit(); }"),
        Guard.TransactionPerItem);

    [Fact]
    public Task Commands_without_an_answer() => Silent(
        Loop("foreach (var text in texts) await redis.StringSetAsync(text, 1, flags: StackExchange.Redis.CommandFlags.FireAndForget);"), Guard.FireAndForget);

    [Fact]
    public Task Types_that_cannot_be_resolved() => Silent(
        Loop("foreach (string text in rows) await redis.StringSetAsync(text, 1);", ", dynamic rows"), Guard.LoopOverUnknownType);

    [Fact]
    public Task The_same_for_all() => Silent(Loop("foreach (var text in texts) await redis.StringSetAsync(\"a\", 1);"), Guard.IndependentOfItem);

    [Fact]
    public Task An_object_for_each_item() => Silent(
        Loop("foreach (var one in stores) await one.StringSetAsync(\"a\", 1);", ", List<IDatabase> stores"), Guard.ObjectPerItem);

    [Fact]
    public Task Scripts() => Silent(Loop("foreach (var text in texts) await connection.ExecuteAsync(\"CREATE INDEX a ON b (c)\", new { text });"), Guard.SendsNoRows);

    [Fact]
    public Task Another_table_for_each_item() => Silent(
        Loop("foreach (var text in texts) await connection.ExecuteAsync($\"UPDATE {text} SET A = 1\");"), Guard.StatementPerItem);

    [Fact]
    public Task A_connection_for_each_item() => Silent(
        Loop("foreach (var text in texts) { using var own = new Npgsql.NpgsqlConnection(\"\"); await own.ExecuteAsync(\"INSERT INTO N VALUES (@text)\", new { text }); }"),
        Guard.ConnectionPerItem);

    [Fact]
    public Task Rows_that_are_not_selected_by_one_value() => Silent(
        Loop("foreach (var text in texts) await db.All.Where(n => n.Text.StartsWith(text)).ExecuteDeleteAsync();"), Guard.NotSelectedByItem);

    [Fact]
    public Task Reads_between_two_writes() => Silent(
        Loop("foreach (var text in texts) { await redis.StringSetAsync(text, 1); Console.WriteLine(await redis.StringGetAsync(\"a\")); }"), Guard.ReadsBetween);

    [Fact]
    public Task Writes_elsewhere() => Silent(
        Loop("foreach (var text in texts) { await redis.StringSetAsync(text, 1); await connection.ExecuteAsync(\"INSERT INTO N VALUES (@text)\", new { text }); }"),
        Guard.WritesElsewhere);

    [Fact]
    public Task Code_that_cannot_be_seen() => Silent(
        Loop("foreach (var text in texts) { await mail.SendAsync(text); await redis.StringSetAsync(text, 1); }"), Guard.AwaitsUnknown);

    [Fact]
    public Task Contexts_of_the_loop() => Silent(
        Loop("foreach (var one in contexts) { one.Add(new Note()); await one.SaveChangesAsync(); }", ", List<Notes> contexts"), Guard.ContextOfLoop);

    [Fact]
    public Task Nothing_is_changed() => Silent(Loop("foreach (var text in texts) { Console.WriteLine(text); await db.SaveChangesAsync(); }"), Guard.ChangesNoEntity);

    [Fact]
    public Task The_context_is_handed_over() => Silent(
        Loop("foreach (var text in texts) { db.Add(new Note { Text = text }); Show(db); await db.SaveChangesAsync(); }\n        void Show(Notes notes) => Console.WriteLine(notes);"),
        Guard.ContextHandedOver);

    [Fact]
    public Task Queries_of_what_was_added() => Silent(
        Loop("foreach (var text in texts) { if (!await db.All.AnyAsync(n => n.Text == text)) db.Add(new Note { Text = text }); await db.SaveChangesAsync(); }"),
        Guard.QuerySeesChanges);

    [Fact]
    public Task No_form_for_many() => Silent(
        Loop("foreach (var text in texts) await smtp.SendMailAsync(\"a\", text, \"b\", \"c\");", ", System.Net.Mail.SmtpClient smtp"), Guard.NoFormForMany);

    [Fact]
    public Task SQLite_in_a_transaction() => Silent(
        Loop("using var all = sqlite.BeginTransaction(); foreach (var text in texts) sqlite.Execute(\"INSERT INTO N VALUES (@text)\", new { text }, all);",
            ", Microsoft.Data.Sqlite.SqliteConnection sqlite"), Guard.InTransaction);

    [Fact]
    public Task Results_that_are_handed_out_one_by_one() => Silent(
        """
        // one by one
        using StackExchange.Redis;
        public class Store(IDatabase redis)
        {
            public async IAsyncEnumerable<string> M(List<string> texts) { foreach (var text in texts) { await redis.StringSetAsync(text, 1); yield return text; } }
        }
        """, Guard.LoopYields);

    [Fact]
    public Task Retries_and_queues() => Silent(
        Loop("while (texts.Count > 0) { var text = texts[0]; texts.RemoveAt(0); await redis.StringSetAsync(text, 1); }"), Guard.LoopWithoutData);

    [Fact]
    public Task Values_that_the_code_declares() => Silent(
        Loop("foreach (var day in new HashSet<DayOfWeek>()) await redis.StringSetAsync(day.ToString(), 1);"), Guard.LoopOverDeclared);

    [Fact]
    public Task A_second_call_of_the_same_method_in_the_loop() => SilentBeside(
        Loop(
            "foreach (var text in texts) if (text.Length > 1) await {|info:keys.SetAsync(text)|}; else await keys.SetAsync(text + 1);", ", Keys keys")
            + "\npublic class Keys(IDatabase redis) { public async Task SetAsync(string key) => await redis.StringSetAsync(key, 1); }",
        Guard.ReportedOnce);

    [Fact]
    public Task Optional_values() => Silent(Loop("foreach (var text in texts.Take(1)) await redis.StringSetAsync(text, 1);"), Guard.LoopOverOptional);

    [Fact]
    public Task Streams() => Silent(
        Loop("await foreach (var text in stream) await redis.StringSetAsync(text, 1);", ", IAsyncEnumerable<string> stream"), Guard.LoopOverStream);

    [Fact]
    public Task Counters() => Silent(Loop("foreach (var n in Enumerable.Range(0, 9)) await redis.StringSetAsync($\"{n}\", 1);"), Guard.LoopOverCounter);

    [Fact]
    public Task Written_lists() => Silent(Loop("foreach (var text in new[] { \"a\", \"b\" }) await redis.StringSetAsync(text, 1);"), Guard.LoopOverWrittenList);

    [Fact]
    public Task Loops_that_wait_on_purpose() => Silent(
        Loop("foreach (var text in texts) { await redis.StringSetAsync(text, 1); await Task.Delay(9); }"), Guard.LoopThrottles);

    [Fact]
    public Task Chunks() => Silent(
        Loop("foreach (var part in texts.Chunk(9)) await redis.StringSetAsync(part[0], 1);"), Guard.InChunks);

    [Fact]
    public Task A_context_for_each_item() => Silent(
        Loop("foreach (var text in texts) { using var own = new Notes(); own.Add(new Note { Text = text }); await own.SaveChangesAsync(); }"), Guard.ContextPerItem);

    [Fact]
    public Task One_value_takes_the_branch() => Silent(
        Loop("foreach (var text in texts) { if (text == \"a\") await redis.StringSetAsync(text, 1); }"), Guard.RunsForOneItem);

    [Fact]
    public Task The_message_ends_with_the_path() => Flags(
        Behind("public Task Save(string text) => redis.StringSetAsync(text, 1);", "{|info:store.Save(text)|}").Replace("redis.StringSetAsync(text, 1)", "Sql(text)").Replace(
            "public Task Save", "Task Sql(string text) => connection.ExecuteAsync(\"INSERT INTO N VALUES (@text)\", new { text });\npublic Task Save"),
        new(Message: "'Store.Save' makes a round trip for every item of the loop; give it a form that takes all of them (through Store.Save -> Store.Sql -> ExecuteAsync)"));

    [Fact]
    public Task Some_calls_are_spared_the_round_trip() => Silent(
        Behind("public async Task Save(string text, bool now = true) { if (now) await redis.StringSetAsync(text, 1); }"), Guard.HappensSometimes);

    [Fact]
    public Task Behind_the_call_happens_more() => Silent(
        Behind("public async Task Save(string text) { await redis.StringSetAsync(text, 1); await mail.SendAsync(text); }"), Guard.DoesMore);

    [Fact]
    public Task The_loop_is_the_form_for_many() => Flags("""
        // a store
        using StackExchange.Redis;
        public class Store(IDatabase redis)
        {
            public Task Save(System.Text.StringBuilder text) => redis.StringSetAsync(text.ToString(), 1);
            public async Task SaveMany(IEnumerable<System.Text.StringBuilder> texts) { foreach (var text in texts) await {|info:Save(text)|}; }
        }
        """, new(Message: "'Store.Save' makes a round trip for every item of the loop; this is its form for many: let it write all of them at once (through Store.Save -> StringSetAsync)"));

    private static string Behind(string members, string call = "store.Save(text)") =>
        Loop($"foreach (var text in texts) await {call};", ", Store store").Replace(
            "public class NoteController", $"public class Store(DbConnection connection, IDatabase redis, IMail mail) {{ {members} }}\npublic class NoteController");
}

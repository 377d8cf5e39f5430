using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>A function that becomes async keeps what it writes to ambient state to itself: that needs a review.</summary>
public class AmbientStateTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Types =
        """

        static Task Save() => Task.Delay(1);

        public class Outbox
        {
            private static readonly AsyncLocal<object> Ambient = new();
            public object Transaction { get => Ambient.Value; set => Ambient.Value = value; }
            public object Nested { set => Set(value); }
            public object Plain { get; set; }
            public object Written { set { var copy = value; } }
            public virtual object Open { get; set; }
            public void Set(object value) => Deeper(value);
            private static void Deeper(object value) => Ambient.Value = value;
            public async Task SetAsync(object value) { Ambient.Value = value; await Task.Yield(); }
            public void Read() { var read = Ambient.Value; }
        }

        public interface IOutbox { object Transaction { get; set; } }
        """;

    [Theory]
    [InlineData("outbox.Transaction = this;")]
    [InlineData("outbox.Nested = this;")]
    [InlineData("outbox.Set(this);")]
    [InlineData("contract.Transaction = this;")]
    [InlineData("outbox.Open = this;")]
    [InlineData("Response.StatusCode = 404;")]
    public Task Seen_or_unseen_it_needs_a_review(string statement) => Check(statement, "Await the task (review)");

    [Theory]
    [InlineData("outbox.Plain = this;")]
    [InlineData("outbox.Written = this;")]
    [InlineData("outbox.Read();")]
    [InlineData("_ = outbox.SetAsync(this);")]
    [InlineData("var made = new Uri(\"/\"); var builder = new UriBuilder(); builder.Host = \"a\";")]
    [InlineData("_ = new UriBuilder { Host = \"a\" };")]
    public Task What_stays_where_it_is_written_needs_none(string statement) => Check(statement, "Await the task");

    /// <summary>A function that is async already keeps it to itself before and after.</summary>
    [Fact]
    public Task An_async_function_changes_nothing() => Fixes(
        "public async Task M(Outbox outbox) { outbox.Transaction = this; [|Save().Wait()|]; await Save(); }" + Types,
        "public async Task M(Outbox outbox) { outbox.Transaction = this; await Save(); await Save(); }" + Types,
        new(Title: "Await the task"));

    /// <summary>Nobody but the framework calls an action: what it sets on an object stays set, ambient state does not.</summary>
    [Theory]
    [InlineData("contract.Transaction = this;", "Await the task")]
    [InlineData("outbox.Transaction = this;", "Await the task (review)")]
    public Task An_action(string statement, string title) => Fixes(
        $"public void M(Outbox outbox, IOutbox contract) {{ {statement} [|Save().Wait()|]; }}{Types}",
        $"public async Task M(Outbox outbox, IOutbox contract) {{ {statement} await Save(); }}{Types}",
        new(Title: title));

    private static Task Check(string statement, string title) => Fixes(
        $"public Task M(Outbox outbox, IOutbox contract) {{ {statement} [|Save().Wait()|]; return Task.CompletedTask; }}{Types}",
        $"public async Task M(Outbox outbox, IOutbox contract) {{ {statement} await Save(); }}{Types}",
        new(Title: title));
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>A foreach over a query, and LINQ in memory behind AsEnumerable, run the query and wait for its rows.</summary>
public class EnumeratedQueryTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    private const string Shop = "\npublic class Order { public int Id { get; set; } public string Name { get; set; } }\npublic class Store : DbContext { public DbSet<Order> Orders => Set<Order>(); }";

    private static string InMethod(string body) =>
        $"public async Task M(Store db, IQueryable<Order> other, List<Order> orders, CancellationToken ct) {{ await Task.Yield(); {body} }}{Shop}";

    [Theory]
    [InlineData("db.Orders")]
    [InlineData("db.Orders.Where(o => o.Id > 1).OrderBy(o => o.Name)")]
    [InlineData("db.Orders.AsNoTracking()")]
    public Task A_foreach_awaits_the_rows(string query) => Fixes(
        InMethod($"foreach (var order in {{|warning:{query}|}}) order.Name = null;"),
        InMethod($"await foreach (var order in {query}.AsAsyncEnumerable()) order.Name = null;"));

    [Fact]
    public Task A_deconstructing_foreach_and_a_handler_that_becomes_asynchronous() => Fixes(
        $"public void M(Store db) {{ /* all */ foreach (var (id, name) in {{|warning:db.Orders.Select(o => ValueTuple.Create(o.Id, o.Name))|}}) Console.Write(id); }}{Shop}",
        $"public async Task M(Store db) {{ /* all */ await foreach (var (id, name) in db.Orders.Select(o => ValueTuple.Create(o.Id, o.Name)).AsAsyncEnumerable()) Console.Write(id); }}{Shop}");

    [Fact]
    public Task ConfigureAwait_is_written_where_the_class_writes_it() => Fixes(
        InMethod("await Task.Delay(1).ConfigureAwait(false); foreach (var order in {|warning:db.Orders|}) order.Name = null;"),
        InMethod("await Task.Delay(1).ConfigureAwait(false); await foreach (var order in db.Orders.AsAsyncEnumerable().ConfigureAwait(false)) order.Name = null;"));

    [Theory]
    [InlineData("foreach (var order in {|info:other|}) order.Name = null;")]
    [InlineData("foreach (var order in {|warning:db.Orders.AsEnumerable()|}) order.Name = null;")]
    [InlineData("foreach (var order in {|warning:db.Orders.AsEnumerable().Where(o => o.Name.Length > 1)|}) order.Name = null;")]
    [InlineData("var query = db.Orders.Where(o => o.Id > 1); lock (orders) { foreach (var order in {|warning:query|}) order.Name = null; }")]
    [InlineData("Console.Write({|warning:db.Orders.AsEnumerable().Count()|});")]
    [InlineData("Console.Write({|warning:db.Orders.AsEnumerable().First(o => o.Name.Length > 1)|});")]
    [InlineData("Console.Write({|warning:db.Orders.AsEnumerable().Where(o => o.Name.Length > 1).ToList()|});")]
    [InlineData("Console.Write({|info:other.AsEnumerable().Any()|});")]
    [InlineData("lock (orders) { foreach (var order in {|warning:db.Orders.ToList()|}) order.Name = null; }")]
    public Task Is_reported_without_a_fix(string body) => FlagsWithoutFix(InMethod(body));

    [Theory]
    [InlineData("foreach (var order in orders) order.Name = null;")]
    [InlineData("foreach (var order in orders.Where(o => o.Id > 1)) order.Name = null;")]
    [InlineData("foreach (var order in db.Orders.Local) order.Name = null;")]
    [InlineData("foreach (var order in await db.Orders.ToListAsync(ct)) order.Name = null;")]
    [InlineData("await foreach (var order in db.Orders.AsAsyncEnumerable()) order.Name = null;")]
    [InlineData("var lazy = db.Orders.AsEnumerable().Where(o => o.Name.Length > 1);")]
    [InlineData("Console.Write(orders.AsEnumerable().Count());")]
    public Task Objects_and_rows_that_are_there_are_silent(string body) => Unconcerned(InMethod(body));

    [Theory]
    [InlineData("foreach (var order in db.Orders) order.Name = null;")]
    [InlineData("Console.Write(db.Orders.AsEnumerable().Count());")]
    public Task Only_local_providers_are_silent(string body) => Silent(
        InMethod(body),
        new Given(Without: ["Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.EntityFrameworkCore.SqlServer.Abstractions", "Npgsql.EntityFrameworkCore.PostgreSQL"]),
        Guard.AsyncIsDetour);

    [Fact]
    public Task A_synchronous_function_that_no_handler_reaches_is_silent() => Silent(
        $"namespace Library;\npublic class Service {{ public void M(Store db) {{ foreach (var order in db.Orders) order.Name = null; }} }}{Shop}", Guard.CannotBecomeAsync);

    [Theory]
    [InlineData("foreach (var order in [|db.Orders|]) order.Name = null;", "'foreach' holds a thread-pool thread while it waits for I/O; await 'foreach' over 'AsAsyncEnumerable' instead")]
    [InlineData("Console.Write([|db.Orders.AsEnumerable().Count()|]);", "'Enumerable.Count' holds a thread-pool thread while it waits for I/O; await 'CountAsync' instead")]
    [InlineData("Console.Write([|db.Orders.AsEnumerable().Count(o => o.Name.Length > 1)|]);", "'Enumerable.Count' holds a thread-pool thread while it waits for I/O; await 'ToListAsync' instead")]
    public Task The_message_says_what_to_await(string body, string message) => Flags(InMethod(body), new(Message: message));
}

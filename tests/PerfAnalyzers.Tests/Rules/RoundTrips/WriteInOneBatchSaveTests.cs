using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>SaveChanges in a loop: what is reported, and where the call goes.</summary>
public class WriteInOneBatchSaveTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private const string Shop = """


        public class Order { public int Id { get; set; } public string Name { get; set; } public int Total { get; set; } public List<Line> Lines { get; } = new(); }
        public class Line { public int Id { get; set; } public int OrderId { get; set; } public int Amount { get; set; } }
        public class ShopContext : DbContext { public DbSet<Order> Orders { get; set; } public DbSet<Line> Lines { get; set; } }
        """;

    private const string Program = """
        using var db = new ShopContext();
        var names = args.ToList();
        """;

    [Fact]
    public Task Goes_after_the_loop_with_token_and_configure_await() => Fixes(
        """
        public async Task Import(ShopContext db, List<string> names, CancellationToken token)
        {
            foreach (var name in names)
            {
                db.Orders.Add(new Order { Name = name });
                await {|warning:db.SaveChangesAsync(token)|}.ConfigureAwait(false);
            }
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<string> names, CancellationToken token)
        {
            foreach (var name in names)
            {
                db.Orders.Add(new Order { Name = name });
            }
            await db.SaveChangesAsync(token).ConfigureAwait(false);
        }
        """ + Shop,
        new(Title: "Save once after the loop (review)"));

    [Fact]
    public Task Comments_go_with_it_and_code_after_the_loop_stays() => Fixes(
        """
        public int Import(ShopContext db, List<Order> orders)
        {
            var count = 0;

            // every order
            foreach (var order in orders)
            {
                order.Total++; // raised

                // keep it
                [|db.SaveChanges()|]; // now
                count++;
            }

            return count;
        }
        """ + Shop,
        """
        public int Import(ShopContext db, List<Order> orders)
        {
            var count = 0;

            // every order
            foreach (var order in orders)
            {
                order.Total++; // raised
                count++;
            }
            // keep it
            db.SaveChanges(); // now

            return count;
        }
        """ + Shop);

    [Fact]
    public Task Nested_loops_are_left_altogether() => Fixes(
        """
        public async Task Raise(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                for (var i = 0; i < order.Lines.Count; i++)
                {
                    order.Lines[i].Amount += 1;
                    await [|db.SaveChangesAsync()|];
                }
            }
        }
        """ + Shop,
        """
        public async Task Raise(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                for (var i = 0; i < order.Lines.Count; i++)
                {
                    order.Lines[i].Amount += 1;
                }
            }
            await db.SaveChangesAsync();
        }
        """ + Shop);

    [Fact]
    public Task The_same_call_behind_the_loop_is_enough() => Fixes(
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                db.Orders.Add(order);
                await [|db.SaveChangesAsync()|];
            }
            await db.SaveChangesAsync();
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                db.Orders.Add(order);
            }
            await db.SaveChangesAsync();
        }
        """ + Shop);

    [Fact]
    public Task Two_saves_of_one_loop_become_one() => Fixes(
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                db.Orders.Add(order);
                await [|db.SaveChangesAsync()|];
                db.Lines.Add(new Line { Amount = 1 });
                await [|db.SaveChangesAsync()|];
            }
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                db.Orders.Add(order);
                db.Lines.Add(new Line { Amount = 1 });
            }
            await db.SaveChangesAsync();
        }
        """ + Shop);

    [Fact]
    public Task A_loop_that_is_an_if_body_gets_braces() => Fixes(
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            if (orders.Count > 0)
                foreach (var order in orders)
                {
                    if (order.Total == 0)
                        continue;
                    db.Add(order);
                    await [|db.SaveChangesAsync()|];
                }
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            if (orders.Count > 0)
            {
                foreach (var order in orders)
                {
                    if (order.Total == 0)
                        continue;
                    db.Add(order);
                }
                await db.SaveChangesAsync();
            }
        }
        """ + Shop);

    [Fact]
    public Task Console_programs_are_only_informed() => Fixes(
        "using Microsoft.EntityFrameworkCore;\n\n" + Program + """

        foreach (var name in names)
        {
            db.Orders.Add(new Order { Name = name });
            await {|info:db.SaveChangesAsync()|};
        }
        Console.WriteLine();
        """ + Shop,
        "using Microsoft.EntityFrameworkCore;\n\n" + Program + """

        foreach (var name in names)
        {
            db.Orders.Add(new Order { Name = name });
        }
        await db.SaveChangesAsync();
        Console.WriteLine();
        """ + Shop,
        new(IsProgram: true, Without: ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.Hosting"]));

    [Fact]
    public Task A_server_that_fills_its_database_at_startup_is_left_alone() => Silent(
        "using Microsoft.EntityFrameworkCore;\n\nMicrosoft.AspNetCore.Builder.WebApplication.CreateBuilder();\n" + Program + """

        foreach (var name in names)
        {
            db.Orders.Add(new Order { Name = name });
            await db.SaveChangesAsync();
        }
        """ + Shop,
        new Given(IsProgram: true), Guard.RunsAtStartup);

    [Fact]
    public Task Lambdas_and_local_functions_are_functions_of_their_own() => Fixes(
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            await Run();
            async Task Run()
            {
                foreach (var order in orders) { db.Add(order);
                    await [|db.SaveChangesAsync()|]; }
            }
        }
        public void Later(ShopContext db, List<Order> orders, List<Action> actions)
        {
            foreach (var order in orders)
                actions.Add(() => { db.Add(order); db.SaveChanges(); });
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            await Run();
            async Task Run()
            {
                foreach (var order in orders) { db.Add(order);
                }
                await db.SaveChangesAsync();
            }
        }
        public void Later(ShopContext db, List<Order> orders, List<Action> actions)
        {
            foreach (var order in orders)
                actions.Add(() => { db.Add(order); db.SaveChanges(); });
        }
        """ + Shop);

    [Fact]
    public Task An_iteration_that_changes_nothing_may_be_skipped() => Fixes(
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                if (order.Total < 0)
                    continue;
                if (order.Total > 9)
                {
                    db.Add(order);
                    await [|db.SaveChangesAsync()|];
                }
            }
        }
        """ + Shop,
        """
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                if (order.Total < 0)
                    continue;
                if (order.Total > 9)
                {
                    db.Add(order);
                }
            }
            await db.SaveChangesAsync();
        }
        """ + Shop);

    [Theory]
    [InlineData("if (order.Total > 0) await [|db.SaveChangesAsync()|];")]
    [InlineData("if (order.Total > 0) { await [|db.SaveChangesAsync()|]; }")]
    [InlineData("await [|db.SaveChangesAsync()|]; if (orders.Count > 9) return;")]
    [InlineData("if (order.Total > 0) { order.Total++; await [|db.SaveChangesAsync()|]; }")]
    [InlineData("if (order.Total > 0) continue; await [|db.SaveChangesAsync()|];")]
    [InlineData("if (order.Total > 0) break; await [|db.SaveChangesAsync()|];")]
    public Task No_fix_where_the_save_is_conditional_or_the_method_may_end(string save) => FlagsWithoutFix(
        $$"""
        public async Task Import(ShopContext db, List<Order> orders)
        {
            foreach (var order in orders)
            {
                db.Add(order);
                {{save}}
            }
        }
        """ + Shop);

    [Theory]
    [InlineData("foreach (var order in orders) { order.Total = 1; await {|warning:db.SaveChangesAsync()|}; }")]
    [InlineData("foreach (var order in orders) { var known = await db.Orders.FirstAsync(o => o.Id == order.Id); known.Total = 1; await {|warning:db.SaveChangesAsync()|}; }")]
    [InlineData("foreach (var order in orders) { var known = await db.Orders.FindAsync(order.Id); db.Remove(known); await {|warning:db.SaveChangesAsync()|}; }")]
    [InlineData("foreach (var order in orders) { order.Lines.Add(new Line()); await {|warning:db.SaveChangesAsync()|}; }")]
    [InlineData("using var t = await db.Database.BeginTransactionAsync(); foreach (var order in orders) { db.Add(order); await {|info:db.SaveChangesAsync()|}; } await t.CommitAsync();")]
    public Task Reported(string code) => Flags($"public async Task M(ShopContext db, List<Order> orders) {{ {code} }}" + Shop);

    [Theory]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var order in orders) { db.Add(order); if (await db.SaveChangesAsync() == 0) return; }")]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var order in orders) { db.Add(order); count += await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.KeyReadBack), "foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); ids.Add(order.Id); }")]
    [InlineData(nameof(Guard.KeyReadBack), "foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); foreach (var line in order.Lines) db.Add(new Line { OrderId = order.Id }); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.KeyReadBack), "Order last = null; foreach (var name in names) { var order = new Order { Name = name, Total = last == null ? 0 : last.Id }; last = order; db.Add(order); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.QuerySeesChanges), "foreach (var name in names) { if (!await db.Orders.AnyAsync(o => o.Name == name)) db.Add(new Order { Name = name }); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.QuerySeesChanges), "foreach (var name in names) { var next = await db.Orders.FirstAsync(o => o.Total == 0); next.Total = name.Length; await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.QuerySeesChanges), "foreach (var name in names) { var next = new Order { Total = db.Orders.Max(o => o.Total) + 1, Name = name }; db.Add(next); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.ContextPerItem), "foreach (var order in orders) { using var own = new ShopContext(); own.Add(order); await own.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.InChunks), "foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); db.ChangeTracker.Clear(); }")]
    [InlineData(nameof(Guard.CatchesPerItem), "foreach (var order in orders) { try { db.Add(order); await db.SaveChangesAsync(); } catch (DbUpdateException e) { Console.WriteLine(e); } }")]
    [InlineData(nameof(Guard.InChunks), "foreach (var order in orders) { db.Add(order); if (++count % 100 == 0) await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.InChunks), "foreach (var chunk in orders.Chunk(100)) { db.AddRange(chunk); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.TransactionPerItem), "foreach (var order in orders) { using var t = await db.Database.BeginTransactionAsync(); db.Add(order); await db.SaveChangesAsync(); await t.CommitAsync(); }")]
    [InlineData(nameof(Guard.WritesElsewhere), "foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); await http.PostAsync(order.Name, null); }")]
    [InlineData(nameof(Guard.WritesElsewhere), "foreach (var order in orders) { await bus.Publish(order.Name); db.Add(order); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.LoopThrottles), "foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); await Task.Delay(10); }")]
    [InlineData(nameof(Guard.ContextHandedOver), "foreach (var order in orders) { Check(order); db.Add(order); await db.SaveChangesAsync(); } void Check(Order o) { if (db.Orders.Any(x => x.Id == o.Id)) throw new Exception(); }")]
    [InlineData(nameof(Guard.LoopWithoutData), "while (count++ < 10) { db.Add(new Order()); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.LoopWithoutData), "for (var attempt = 0; attempt < 5; attempt++) { orders[0].Total = attempt; await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.LoopOverWrittenList), "foreach (var name in new[] { \"a\", \"b\" }) { db.Add(new Order { Name = name }); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.ChangesNoEntity), "foreach (var order in orders) await db.SaveChangesAsync();")]
    [InlineData(nameof(Guard.LoopOverStream), "await foreach (var order in stream) { order.Total = 1; await db.SaveChangesAsync(); }")]
    public Task Silent_where_saving_later_would_mean_something_else(string guard, string code) => Silent(
        $$"""
        public async Task M(ShopContext db, List<Order> orders, List<string> names, HttpClient http, MassTransit.IBus bus, IAsyncEnumerable<Order> stream)
        {
            var count = 0;
            var ids = new List<int>();
            {{code}}
        }
        """ + Shop, Named(guard));
}

using PerfAnalyzers.Paths;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Paths;

/// <summary>What reaches a method that is no handler, and what runs outside of serving.</summary>
public class RequestPathTests
{
    private const string Controller = "using Microsoft.AspNetCore.Mvc;\npublic class OrdersController(IOrders orders) : ControllerBase { public int Get() => orders.Load(1); }\npublic interface IOrders { int Load(int id); }\n";

    [Fact]
    public async Task A_private_method_runs_as_the_action_that_calls_it() => Assert.Equal(
        "Request after 1 from ShopController.Get",
        Show(await Probe.PathOf("public int Get() => Load();\nprivate int Load() => Probe();")));

    [Fact]
    public async Task A_call_through_an_interface_reaches_the_implementation() => Assert.Equal(
        "Request after 1 from OrdersController.Get",
        Show(await Probe.PathOf(Controller + "public class Orders : IOrders { public int Load(int id) => Probe(); }")));

    [Fact]
    public async Task An_explicit_implementation_and_an_async_helper_count() => Assert.Equal(
        "Request after 2 from OrdersController.Get",
        Show(await Probe.PathOf(Controller + "public class Orders : IOrders { int IOrders.Load(int id) { _ = Read(id); return id; } private async Task Read(int id) { await Task.Yield(); Probe(); } }")));

    [Fact]
    public async Task A_call_through_a_base_class_reaches_the_override() => Assert.Equal(
        "Request after 1 from ShopController.Get",
        Show(await Probe.PathOf("public int Get(Store store) => store.Load();\npublic abstract class Store { public abstract int Load(); }\npublic class Db : Store { public override int Load() => Probe(); }")));

    [Fact]
    public async Task A_generic_repository_is_reached() => Assert.Equal(
        "Request after 1 from ShopController.Get",
        Show(await Probe.PathOf("public int Get(IRepo<string> repo) => repo?.Load(\"a\") ?? 0;\npublic interface IRepo<T> { int Load(T key); }\npublic class Repo<T> : IRepo<T> { public int Load(T key) => Probe(); }")));

    [Theory]
    [InlineData("public int Get() => new Loader(1).Id;\npublic class Loader { public int Id; public Loader(int id) => Id = Probe(); }")]
    [InlineData("public int Get() => Current;\nprivate static int Current => Probe();")]
    [InlineData("public int Get() => 1.Load();\n}\npublic static class Loading { public static int Load(this int id) => Probe();")]
    [InlineData("public IEnumerable<int> Get() => new[] { 1 }.Select(Load);\nprivate static int Load(int id) => Probe();")]
    [InlineData("public int Get(int id) { if (id > 0) return Get(id - 1); return Load(0); }\nprivate int Load(int id) => id > 0 ? Load(id - 1) : Probe();")]
    public async Task Constructors_properties_extensions_and_method_groups_are_followed(string code) =>
        Assert.Equal(PathKind.Request, (await Probe.PathOf(code)).Kind);

    [Theory]
    [InlineData(0, "Unknown after 0 from ")]
    [InlineData(1, "Unknown after 0 from ")]
    [InlineData(2, "Request after 2 from ShopController.Get")]
    public async Task Reach_limits_the_calls(int reach, string expected) => Assert.Equal(
        expected, Show(await Probe.PathOf("public int Get() => A();\nprivate int A() => B();\nprivate int B() => Probe();", reach)));

    [Fact]
    public async Task Calls_in_a_circle_end() => Assert.Equal(
        PathKind.Unknown, (await Probe.PathOf("private int A() => B();\nprivate int B() { void X() => Y(); void Y() { X(); Probe(); } Y(); return A(); }", 3)).Kind);

    [Fact]
    public async Task A_name_that_is_everywhere_is_not_followed()
    {
        var calls = string.Concat(Enumerable.Repeat("Load(); ", 101));
        Assert.Equal(PathKind.Unknown, (await Probe.PathOf($"public void Get() {{ {calls} }}\nprivate int Load() => Probe();")).Kind);
    }

    [Fact]
    public async Task Another_member_of_the_same_name_is_not_a_caller() => Assert.Equal(
        PathKind.Unknown, (await Probe.PathOf("public int Get() => new Other().Load(1);\nprivate int Load(int id) => Probe();\npublic class Other { public int Load(int id) => id; }")).Kind);

    [Theory]
    [InlineData("public Task Get() => Task.Run(() => Probe());", nameof(PathKind.Unknown))]
    [InlineData("public void Get() => Task.Factory.StartNew(() => Probe());", nameof(PathKind.Unknown))]
    [InlineData("public void Get() => Task.Factory.StartNew(() => Probe(), TaskCreationOptions.LongRunning);", nameof(PathKind.OwnThread))]
    [InlineData("public void Get() => new Thread(() => Probe()).Start();", nameof(PathKind.OwnThread))]
    [InlineData("public void Get() => ThreadPool.QueueUserWorkItem(_ => Probe());", nameof(PathKind.Unknown))]
    [InlineData("public void Get() => Parallel.For(0, 3, i => Probe());", nameof(PathKind.Request))]
    public async Task Work_handed_to_another_thread(string code, string expected) => Assert.Equal(expected, (await Probe.PathOf(code)).Kind.ToString());

    [Theory]
    [InlineData("Probe();")]
    [InlineData("builder.Services.AddSingleton(services => (object)Probe());")]
    [InlineData("Prepare(); static int Prepare() => Probe();")]
    [InlineData("Setup.Run();", "public static class Setup { public static int Run() => Probe(); }")]
    [InlineData("builder.Services.AddShop();", "public static class Setup { public static void AddShop(this IServiceCollection services) => services.AddSingleton(s => new object[Probe()]); }")]
    public async Task Top_level_statements_are_startup(string statement, string types = "")
    {
        var code = $"using Microsoft.AspNetCore.Builder;\nvar builder = WebApplication.CreateBuilder(args);\n{statement}\nbuilder.Build().Run();\n{types}";
        Assert.Equal(PathKind.Startup, (await Probe.PathOf(code, given: new(IsProgram: true))).Kind);
    }

    [Theory]
    [InlineData("Func<Task> later = Load;", PathKind.Unknown)]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (s, e) => { }; Timers.Each(Load);", PathKind.Unknown)]
    [InlineData("", PathKind.Unknown)]
    [InlineData("await Load();", PathKind.Startup)]
    [InlineData("app.MapGet(\"/\", Load);", PathKind.Request)]
    public async Task An_asynchronous_function_of_a_program_runs_with_it_only_where_it_is_called(string statement, object kind)
    {
        var code = "using Microsoft.AspNetCore.Builder;\nvar app = WebApplication.CreateBuilder(args).Build();\n" + statement
            + "\napp.Run();\nasync Task Load() { await Task.Yield(); Probe(); }\nstatic class Timers { public static void Each(Func<Task> run) { } }";
        Assert.Equal(kind, (await Probe.PathOf(code, given: new(IsProgram: true))).Kind);
    }

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Builder;\npublic class Startup { public void Configure(IApplicationBuilder app) => Probe(); }")]
    [InlineData("using Microsoft.Extensions.Hosting;\npublic class S : IHostedService { public async Task StartAsync(CancellationToken c) { await Task.Yield(); Probe(); } public Task StopAsync(CancellationToken c) => null; }")]
    [InlineData("using Microsoft.EntityFrameworkCore.Migrations;\npublic class M : Migration { protected override void Up(MigrationBuilder b) => Probe(); }")]
    [InlineData("namespace Shop.Migrations.Routines;\npublic class MergeDuplicates { public async Task Run() { await Task.Yield(); Probe(); } }")]
    [InlineData("namespace Shop.Datastore.Migration;\npublic class M { public async Task Run() { await Task.Yield(); Probe(); } }")]
    [InlineData("namespace FluentMigrator { public interface IMigration { void Up(); } }\nnamespace Shop.Data { public class M : FluentMigrator.IMigration { public void Up() => Probe(); } }")]
    [InlineData("namespace Shop.ManualMigrations;\npublic class SplitNames { public async Task Run() { await Task.Yield(); Probe(); } }")]
    [InlineData("using Microsoft.EntityFrameworkCore;\npublic class Db : DbContext { protected override void OnModelCreating(ModelBuilder b) => Probe(); }")]
    [InlineData("using Microsoft.EntityFrameworkCore.Design;\npublic class F : IDesignTimeDbContextFactory<DbContext> { public DbContext CreateDbContext(string[] a) { Probe(); return null; } }")]
    [InlineData("static ShopController() => Probe();")]
    [InlineData("private static readonly int Value = Probe();")]
    [InlineData("using System.Runtime.CompilerServices;\nstatic class I { [ModuleInitializer] internal static void Init() => Probe(); }")]
    public async Task Startup(string code) => Assert.Equal(PathKind.Startup, (await Probe.PathOf(code)).Kind);

    [Theory]
    [InlineData("running = Loop(c); return Task.CompletedTask;", PathKind.Worker)]
    [InlineData("_ = Loop(c); return Task.CompletedTask;", PathKind.Worker)]
    [InlineData("return Loop(c);", PathKind.Startup)]
    [InlineData("var once = Loop(c); return once;", PathKind.Startup)]
    public async Task What_startup_does_not_wait_for_goes_on_while_serving(string start, object kind) => Assert.Equal(kind, (await Probe.PathOf(
        "using Microsoft.Extensions.Hosting;\npublic class S : IHostedService { private Task running; public Task StartAsync(CancellationToken c) { " + start
        + " } public Task StopAsync(CancellationToken c) => null; private async Task Loop(CancellationToken c) { await Task.Yield(); Probe(); } }")).Kind);

    [Fact]
    public async Task A_handler_wins_over_startup()
    {
        const string Code = "using Microsoft.AspNetCore.Builder;\nvar app = WebApplication.CreateBuilder(args).Build();\nShop.Load();\napp.MapGet(\"/\", () => Shop.Load());\napp.Run();\nstatic class Shop { public static int Load() => Probe(); }";
        Assert.Equal("Request after 1 from a handler lambda", Show(await Probe.PathOf(Code, given: new(IsProgram: true))));
    }

    [Theory]
    [InlineData("using System;\nProbe();")]
    [InlineData("using System;\npublic class P { public static async Task Main() { await Task.Yield(); new Service().M(); } }\npublic class Service { public void M() => Probe(); }")]
    public async Task A_program_without_a_host_is_a_console(string code) => Assert.Equal(
        PathKind.Console, (await Probe.PathOf(code, given: Console)).Kind);

    [Fact]
    public async Task An_async_Main_is_startup() => Assert.Equal(
        PathKind.Startup, (await Probe.PathOf("using Microsoft.AspNetCore.Builder;\npublic class P { public static async Task Main() { WebApplication.CreateBuilder(); await Task.Yield(); Probe(); } }", given: new(IsProgram: true))).Kind);

    [Theory]
    [InlineData("[Obsolete] public int Get() => Probe();", nameof(PathKind.Obsolete))]
    [InlineData("using Xunit;\npublic class T { [Fact] public void M() => Probe(); }\nnamespace Xunit { public class FactAttribute : Attribute; }", nameof(PathKind.Test))]
    [InlineData("using BenchmarkDotNet.Attributes;\npublic class T { [Benchmark] public void M() => Probe(); }\nnamespace BenchmarkDotNet.Attributes { public class BenchmarkAttribute : Attribute; }", nameof(PathKind.Test))]
    public async Task Exempt_by_attribute(string code, string expected)
    {
        var path = await Probe.PathOf(code);
        Assert.Equal((expected, true), (path.Kind.ToString(), path.IsExempt));
    }

    [Theory]
    [InlineData("public int Get() => Missing.Do(Probe();")]
    [InlineData("public Missing<T> Get(Nowhere n) { n.Do(x => Probe()); }")]
    [InlineData("using Microsoft.AspNetCore.Builder;\nclass C : Missing, { void M() { app.MapGet(\"\", () => Probe()) } }")]
    [InlineData("using Microsoft.AspNetCore.Builder;\nfoo.Bar += Probe(); int X() => Probe2( ; class { }")]
    public async Task Broken_code_is_survived(string code) => _ = await Probe.PathOf(code, allowErrors: true);

    private static Given Console => new(IsProgram: true, Without: ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.Hosting"]);

    private static string Show(CodePath path) => $"{path.Kind} after {path.Steps} from {path.HandlerName}";
}

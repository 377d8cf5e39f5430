using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Tests.Paths;

/// <summary>A project's own lines say of its framework what the shipped ones say of ASP.NET.</summary>
public class OwnHandlerTests
{
    private const string Bus = """

        namespace Shop
        {
            public interface IHandler<T> { Task Handle(T message); }
            public abstract class Handler<T> { public abstract int Run(T message); public virtual void Log() { } }
            public abstract class OrderHandler : Handler<string>;
            public class Scope { public virtual int Load() => 0; }
            public class JobAttribute : Attribute;
            public delegate int Tick(int now);
            public static class Feed { public static void Subscribe(Func<int> action) { } public static void Each(Action<int> action) { } }
        }
        """;

    [Theory]
    [InlineData("message  Shop.IHandler`1::Handle", "class H : IHandler<int> { public Task Handle(int m) => Task.FromResult(Probe()); }", "Message after 0 from H.Handle")]
    [InlineData("message  Shop.IHandler`1::Handle", "class H : IHandler<int> { Task IHandler<int>.Handle(int m) => Task.FromResult(Probe()); }", "Message after 0 from H.Shop.IHandler<System.Int32>.Handle")]
    [InlineData("message  Shop.IHandler`1::Handle", "class H : IHandler<int> { public Task Handle(int m) => A(); Task A() => B(); Task B() => Task.FromResult(Probe()); }", "Message after 2 from H.Handle")]
    [InlineData("message  Shop.IHandler`1::Handle", "class H : IHandler<int> { public Task Handle(int m) => null; public int Other() => Probe(); }", "Unknown")]
    [InlineData("request  Shop.Handler`1::*", "class H : Handler<int> { public override int Run(int m) => Probe(); }", "Request after 0 from H.Run")]
    [InlineData("request  Shop.Handler`1::*", "class H : Handler<int> { public override int Run(int m) => 0; public override string ToString() => \"\" + Probe(); }", "Unknown")]
    [InlineData("request  Shop.Handler`1::Run", "class H : Handler<int> { public override int Run(int m) => 0; public override void Log() => Probe(); }", "Unknown")]
    [InlineData("request  Shop.OrderHandler::Run", "class H : OrderHandler { public override int Run(string m) => Probe(); }", "Request after 0 from H.Run")]
    [InlineData("request  Shop.OrderHandler::Run", "class H : Handler<string> { public override int Run(string m) => Probe(); }", "Unknown")]
    [InlineData("request  Shop.Handler`1::.ctor", "class H : Handler<int> { int value = Probe(); public override int Run(int m) => 0; }", "Request after 0 from H.value")]
    [InlineData("request  Shop.Handler`1::.ctor", "class H : Handler<int> { H() => Probe(); public override int Run(int m) => 0; }", "Request after 0 from the constructor of H")]
    [InlineData("request  Shop.Scope", "class S { int Load(Scope scope) => Probe(); }", "Request after 0 from S.Load")]
    [InlineData("request  Shop.Scope", "class S { Func<Scope, int> load = scope => Probe(); }", "Request after 0 from a handler lambda")]
    [InlineData("request  Shop.Scope", "class S : Scope { public override int Load() => Probe(); }", "Request after 0 from S.Load")]
    [InlineData("request  Shop.Scope", "class S : Scope { static int Make() => Probe(); }", "Unknown")]
    [InlineData("message  Shop.JobAttribute", "class S { [Job] int Load() => Probe(); }", "Message after 0 from S.Load")]
    [InlineData("callback  Shop.Tick", "class S { Tick tick = now => Probe(); }", "Callback after 0 from a handler lambda")]
    [InlineData("callback  Shop.Tick", "class S { int Load(Tick tick) => Probe(); }", "Unknown")]
    [InlineData("callback  Shop.Feed::Subscribe", "class S { void Load() => Feed.Subscribe(() => Probe()); }", "Callback after 0 from a handler lambda")]
    [InlineData("callback  Shop.Feed::Subscribe", "class S { void Load() => Feed.Subscribe(Read); int Read() => Probe(); }", "Callback after 0 from S.Read")]
    [InlineData("callback  Shop.Feed::Subscribe", "class S { void Load() => Feed.Each(_ => Probe()); }", "Unknown")]
    [InlineData("thread  Shop.Feed::*", "class S { void Load() => Feed.Each(_ => Probe()); }", "OwnThread")]
    [InlineData("worker  Shop.Handler`1::Run", "class H : Handler<int> { public override int Run(int m) => Probe(); }", "Worker after 0 from H.Run")]
    [InlineData("startup  Shop.Scope", "class S { int Load(Scope scope) => Probe(); }", "Startup")]
    [InlineData("startup  Shop.Scope", "class S : Scope { public S() => Probe(); }", "Startup")]
    [InlineData("startup  Shop.Handler`1::Run", "class H : Handler<int> { public override int Run(int m) => Probe(); }", "Startup")]
    [InlineData("request  Shop.Scope\n!request  Shop.Scope", "class S { int Load(Scope scope) => Probe(); }", "Unknown")]
    [InlineData("request  Shop.Handler`1::*\n!request  Shop.Handler`1::Log", "class H : Handler<int> { public override int Run(int m) => 0; public override void Log() => Probe(); }", "Unknown")]
    [InlineData("!request  Shop.Audit", "class S { int Load(Audit a) => Probe(); }\nnamespace Shop { abstract class Audit : Microsoft.AspNetCore.Http.HttpContext; }", "Unknown")]
    public async Task Own_lines(string apis, string code, string expected)
    {
        var path = await Probe.PathOf($"using System;\nusing Shop;\n{code}\n{Bus}", given: new(Apis: apis));
        Assert.Equal(expected, path.Handler is null ? path.Kind.ToString() : $"{path.Kind} after {path.Steps} from {path.HandlerName}");
    }

    [Theory]
    [InlineData(0, nameof(PathKind.Unknown))]
    [InlineData(1, nameof(PathKind.Message))]
    public async Task The_reach_counts_from_an_own_handler(int reach, string expected) => Assert.Equal(expected, (await Probe.PathOf(
        $"using Shop;\nclass H : IHandler<int> {{ public Task Handle(int m) => A(); Task A() => Task.FromResult(Probe()); }}\n{Bus}",
        reach, new(Apis: "message  Shop.IHandler`1::Handle"))).Kind.ToString());
}

using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Tests.Paths;

/// <summary>Every kind of handler, against the real libraries; stubs only where a package cannot be restored.</summary>
public class HandlerTests
{
    [Theory]
    [InlineData("public int Get() => Probe();")]
    [InlineData("public async Task<int> Get() { await Task.Yield(); return Enumerable.Range(0, 3).Sum(i => Probe()); }")]
    [InlineData("[HttpGet] public virtual IActionResult Get() { int Local() => Probe(); return Ok(Local()); }")]
    [InlineData("public ShopController() { Probe(); }")]
    [InlineData("private readonly int value = Probe();")]
    public Task Controller_actions(string member) => IsRequest(member);

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Mvc.Filters;\npublic class C : Controller { public override void OnActionExecuting(ActionExecutingContext context) => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.Filters;\npublic class F : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext context) => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.Filters;\npublic class F : IAsyncResourceFilter { public Task OnResourceExecutionAsync(ResourceExecutingContext c, ResourceExecutionDelegate next) { Probe(); return next(); } }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.Filters;\npublic class F : IExceptionFilter { void IExceptionFilter.OnException(ExceptionContext c) => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\npublic class PlainController { public int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\n[Controller] public class Plain { public int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\npublic abstract class Crud<T> : ControllerBase { public virtual int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\npublic abstract class B : ControllerBase { public abstract int Get(); }\npublic class D : B { public override int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.RazorPages;\npublic class P : PageModel { public Task OnGetAsync() { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.RazorPages;\npublic class P : PageModel { public P() { Probe(); } }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\npublic class V : ViewComponent { public string Invoke() { Probe(); return \"\"; } }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.ModelBinding;\npublic class B : IModelBinder { public Task BindModelAsync(ModelBindingContext c) { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using Microsoft.AspNetCore.Razor.TagHelpers;\npublic class T : TagHelper { public override void Process(TagHelperContext c, TagHelperOutput o) => Probe(); }")]
    public Task Mvc(string code) => IsRequest(code);

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Http;\npublic class M(RequestDelegate next) { public Task InvokeAsync(HttpContext context) { Probe(); return next(context); } }")]
    [InlineData("using Microsoft.AspNetCore.Http;\npublic class M : IMiddleware { public Task InvokeAsync(HttpContext context, RequestDelegate next) { Probe(); return next(context); } }")]
    [InlineData("using Microsoft.AspNetCore.Authentication;\nusing System.Security.Claims;\npublic class C : IClaimsTransformation { public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal p) { Probe(); return Task.FromResult(p); } }")]
    [InlineData("using Microsoft.AspNetCore.Authorization;\npublic class R : IAuthorizationRequirement;\npublic class H : AuthorizationHandler<R> { protected override Task HandleRequirementAsync(AuthorizationHandlerContext c, R r) { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using Microsoft.AspNetCore.Authentication;\npublic abstract class H : AuthenticationHandler<AuthenticationSchemeOptions> { protected H() : base(null, null, null) { } protected override Task<AuthenticateResult> HandleAuthenticateAsync() { Probe(); return null; } }")]
    [InlineData("using Microsoft.Extensions.Diagnostics.HealthChecks;\npublic class H : IHealthCheck { public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext c, CancellationToken t) { Probe(); return null; } }")]
    [InlineData("using System.Net.Http;\npublic class H : DelegatingHandler { protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage r, CancellationToken c) { Probe(); return base.SendAsync(r, c); } }")]
    [InlineData("using Microsoft.AspNetCore.SignalR;\npublic class H : Hub { public Task Send(string m) { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using Microsoft.AspNetCore.SignalR;\npublic interface IC { }\npublic class H : Hub<IC> { public override Task OnConnectedAsync() { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using Grpc.Core;\npublic class G : Service.Base { public override Task<string> Say(string r, ServerCallContext c) { Probe(); return Task.FromResult(r); } }\npublic static class Service { [BindServiceMethod(typeof(Service), \"Bind\")] public abstract class Base { public abstract Task<string> Say(string r, ServerCallContext c); } }")]
    [InlineData("using Grpc.Core;\npublic class G : Service.Base { public G() { Probe(); } }\npublic static class Service { [BindServiceMethod(typeof(Service), \"Bind\")] public abstract class Base { } }")]
    [InlineData("using FastEndpoints;\npublic class R { }\npublic class E : Endpoint<R> { public override Task HandleAsync(R r, CancellationToken c) { Probe(); return Task.CompletedTask; } }")]
    [InlineData("using FastEndpoints;\npublic class E : EndpointWithoutRequest<string> { public override Task<string> ExecuteAsync(CancellationToken c) { Probe(); return Task.FromResult(\"\"); } }")]
    public Task Pipeline_and_rpc(string code) => IsRequest(code);

    [Theory]
    [InlineData("app.MapGet(\"/\", () => Probe());")]
    [InlineData("app.MapPost(\"/\", async (HttpContext context) => { await Task.Yield(); Probe(); });")]
    [InlineData("app.MapMethods(\"/\", [\"GET\"], Handle); int Handle() => Probe();")]
    [InlineData("app.MapPut(\"/\", Handle); static async Task<int> Handle(int id) { await Task.Yield(); return Probe(); }")]
    [InlineData("app.MapGet(\"/\", () => Load()); int Load() => Probe();")]
    [InlineData("app.MapGroup(\"/api\").MapDelete(\"/\", () => Probe());")]
    [InlineData("app.MapFallback(() => Probe());")]
    [InlineData("app.MapGet(\"/\", () => 1).AddEndpointFilter(async (c, next) => { Probe(); return await next(c); });")]
    [InlineData("app.Use(async (context, next) => { Probe(); await next(context); });")]
    [InlineData("app.Run(async context => { await Task.Yield(); Probe(); });")]
    [InlineData("app.UseExceptionHandler(inner => inner.Run(context => { Probe(); return Task.CompletedTask; }));")]
    [InlineData("app.MapGet(\"/\", Orders.Get);", "public static class Orders { public static int Get() => Probe(); }")]
    [InlineData("app.MapGet(\"/\", new Orders().Get);", "public class Orders { internal int Get(int id = 0) => Probe(); }")]
    public async Task Minimal_apis(string statement, string types = "")
    {
        var code = $"using Microsoft.AspNetCore.Builder;\nvar app = WebApplication.CreateBuilder(args).Build();\n{statement}\napp.Run();\n{types}";
        Assert.Equal(PathKind.Request, (await Probe.PathOf(code, given: new(IsProgram: true))).Kind);
    }

    [Theory]
    [InlineData("using MediatR;\npublic class Q : IRequest<int>;\npublic class H : IRequestHandler<Q, int> { public Task<int> Handle(Q q, CancellationToken c) => Task.FromResult(Probe()); }")]
    [InlineData("using MediatR;\npublic class N : INotification;\npublic class H : INotificationHandler<N> { Task INotificationHandler<N>.Handle(N n, CancellationToken c) => Task.FromResult(Probe()); }")]
    [InlineData("using MassTransit;\npublic class M;\npublic class K : IConsumer<M> { public Task Consume(ConsumeContext<M> c) => Task.FromResult(Probe()); }")]
    [InlineData("using MassTransit;\npublic class M;\npublic class K : IConsumer<M> { public K() => Probe(); public Task Consume(ConsumeContext<M> c) => null; }")]
    [InlineData("using Quartz;\npublic class J : IJob { public async ValueTask Execute(IJobExecutionContext c, CancellationToken t) { await Task.Yield(); Probe(); } }")]
    [InlineData("using Microsoft.Azure.WebJobs;\npublic class F { [FunctionName(\"f\")] public Task Run(string m) => Task.FromResult(Probe()); }")]
    [InlineData("using Microsoft.Azure.Functions.Worker;\npublic class F { [Function(\"f\")] public Task Run(string m) => Task.FromResult(Probe()); }\nnamespace Microsoft.Azure.Functions.Worker { public class FunctionAttribute(string name) : Attribute { public string Name => name; } }")]
    [InlineData("using Amazon.Lambda.Core;\npublic class F { public Task Run(string m, ILambdaContext c) => Task.FromResult(Probe()); }\nnamespace Amazon.Lambda.Core { public interface ILambdaContext; }")]
    [InlineData("using NServiceBus;\npublic class H : IHandleMessages<string> { public Task Handle(string m, IMessageHandlerContext c) => Task.FromResult(Probe()); }\nnamespace NServiceBus { public interface IMessageHandlerContext; public interface IHandleMessages<T> { Task Handle(T m, IMessageHandlerContext c); } }")]
    [InlineData("using Rebus.Handlers;\npublic class H : IHandleMessages<string> { public Task Handle(string m) => Task.FromResult(Probe()); }\nnamespace Rebus.Handlers { public interface IHandleMessages<in T> { Task Handle(T m); } }")]
    public async Task Messages(string code) => Assert.Equal(PathKind.Message, (await Probe.PathOf(code)).Kind);

    [Theory]
    [InlineData("using RabbitMQ.Client.Events;\npublic class S { void M(AsyncEventingBasicConsumer c) => c.ReceivedAsync += async (sender, args) => { await Task.Yield(); Probe(); }; }")]
    [InlineData("using RabbitMQ.Client.Events;\npublic class S { void M(AsyncEventingBasicConsumer c) => c.ReceivedAsync += On; Task On(object sender, BasicDeliverEventArgs e) => Task.FromResult(Probe()); }")]
    [InlineData("using StackExchange.Redis;\npublic class S { void M(ISubscriber s) => s.Subscribe(RedisChannel.Literal(\"a\"), (channel, value) => Probe()); }")]
    [InlineData("using StackExchange.Redis;\npublic class S { void M(ISubscriber s) => s.Subscribe(RedisChannel.Literal(\"a\"), On); void On(RedisChannel channel, RedisValue value) => Probe(); }")]
    [InlineData("using StackExchange.Redis;\npublic class S { async Task M(ISubscriber s) => (await s.SubscribeAsync(RedisChannel.Literal(\"a\"))).OnMessage(m => { Probe(); }); }")]
    [InlineData("using Confluent.Kafka;\npublic class S { void M(IProducer<string, string> p) => p.Produce(\"t\", null, report => Probe()); }")]
    [InlineData("using System.Threading;\npublic class S { private readonly Timer timer = new(_ => Probe()); }")]
    [InlineData("using System.Threading;\npublic class S { private Timer timer; void M() => timer = new Timer(Tick, null, 0, 1000); void Tick(object state) => Probe(); }")]
    [InlineData("using Azure.Messaging.ServiceBus;\npublic class S { Task On(ProcessMessageEventArgs args) => Task.FromResult(Probe()); }\nnamespace Azure.Messaging.ServiceBus { public class ProcessMessageEventArgs; }")]
    public async Task Callbacks(string code) => Assert.Equal(PathKind.Callback, (await Probe.PathOf(code)).Kind);

    [Fact]
    public async Task Background_service_is_a_worker()
    {
        var path = await Probe.PathOf("using Microsoft.Extensions.Hosting;\npublic class W : BackgroundService { protected override async Task ExecuteAsync(CancellationToken c) { await Task.Yield(); Probe(); } }");
        Assert.Equal((PathKind.Worker, false, false), (path.Kind, path.IsHot, path.IsExempt));
    }

    [Theory]
    [InlineData("[NonAction] public int Get() => Probe();")]
    [InlineData("private int Get() => Probe();")]
    [InlineData("protected int Get() => Probe();")]
    [InlineData("public static int Get() => Probe();")]
    [InlineData("public T Get<T>() { Probe(); return default; }")]
    [InlineData("public override string ToString() { Probe(); return \"\"; }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\npublic class C : ControllerBase, IDisposable { public void Dispose() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\n[NonController] public class C : ControllerBase { public int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\ninternal class PlainController { public int Get() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.RazorPages;\npublic class P : PageModel { public void Render() => Probe(); }")]
    [InlineData("using Microsoft.AspNetCore.Mvc.RazorPages;\npublic class P : PageModel { [NonHandler] public void OnGet() => Probe(); }")]
    [InlineData("using MediatR;\npublic class Q : IRequest<int>;\npublic class H : IRequestHandler<Q, int> { public Task<int> Handle(Q q, CancellationToken c) => null; public void Handle(int i) => Probe(); }")]
    [InlineData("using System.Threading.Tasks;\npublic class Service { public async Task M() { await Task.Yield(); Probe(); } }")]
    public async Task No_handlers(string code) => Assert.Equal(PathKind.Unknown, (await Probe.PathOf(code)).Kind);

    private static async Task IsRequest(string code) => Assert.Equal(PathKind.Request, (await Probe.PathOf(code)).Kind);
}

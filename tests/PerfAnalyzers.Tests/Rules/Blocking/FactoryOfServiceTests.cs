using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>What a container runs again for each scope or use blocks the thread of a request.</summary>
public class FactoryOfServiceTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    [Theory]
    [InlineData("AddScoped(p => {|warning:p.GetRequiredService<ISource>().LoadAsync().Result|})")]
    [InlineData("AddTransient<Settings>(p => {|warning:p.GetRequiredService<ISource>().LoadAsync().GetAwaiter().GetResult()|})")]
    [InlineData("AddKeyedScoped<Settings>(\"a\", (p, _) => {|warning:p.GetRequiredService<ISource>().LoadAsync().Result|})")]
    public Task A_factory_that_runs_for_each_scope(string registration) => FlagsWithoutFix(
        Code(registration),
        new(Message: $"'{(registration.Contains("GetResult") ? "GetResult" : "Result")}' blocks a thread-pool thread until 'LoadAsync' completes, and under load the pool runs out of "
            + "threads; a factory cannot await it: load the value before the host starts, or register what loads it on first use"));

    [Fact]
    public Task What_such_a_factory_calls() => Flags(
        Code("AddScoped(p => Load(p.GetRequiredService<ISource>()))", "private static Settings Load(ISource source) => {|warning:Task.Run(() => source.LoadAsync()).Result|};"));

    [Fact]
    public Task The_constructor_of_a_scoped_service() => Flags(
        Code("AddScoped<Store>()", "public class Store(ISource source) { private readonly Settings settings = {|warning:source.LoadAsync().Result|}; }"));

    [Theory]
    [InlineData("AddSingleton(p => p.GetRequiredService<ISource>().LoadAsync().Result)")]
    public Task The_factory_of_a_singleton_runs_once(string registration) => Silent(Code(registration), Guard.RunsAtStartup);

    [Fact]
    public Task A_test_registers_services_too() => Silent(
        "// a test\nnamespace Xunit { public class FactAttribute : Attribute { } }\npublic class Tests { [Xunit.Fact] public void M() => "
        + "new ServiceCollection().AddScoped(_ => Task.FromResult(\"a\").ContinueWith(one => \"b\").Result); }",
        Guard.RunsInTest);

    private static string Code(string registration, string member = "") =>
        $$"""
        namespace Shop;

        public class Settings { }

        public interface ISource { Task<Settings> LoadAsync(); }

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services) => services.{{registration}};

            {{member}}
        }
        """;
}

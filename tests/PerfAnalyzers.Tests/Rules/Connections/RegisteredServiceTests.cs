using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

/// <summary>Clients that a service makes for itself, which the container makes again for each scope or use.</summary>
public class RegisteredServiceTests : RuleTest<ShareTheClient, ShareTheClientFix>
{
    private const string Connecting = "public Store(IConfiguration configuration) { redis = {|warning:ConnectionMultiplexer.Connect(configuration[\"a\"])|}; }";

    [Theory]
    [InlineData("AddScoped<Store>()")]
    [InlineData("AddTransient<IStore, Store>()")]
    [InlineData("TryAddScoped<IStore, Store>()")]
    [InlineData("AddScoped(typeof(IStore), typeof(Store))")]
    [InlineData("AddScoped<IStore>(p => new Store(p.GetRequiredService<IConfiguration>()))")]
    public Task The_constructor_of_a_registered_type(string registration) => Flags(
        Code(registration, Connecting),
        new(Message: "'ConnectionMultiplexer.Connect' makes a new client on every call (the container makes Store again and again): a multiplexer connects, authenticates "
            + "and reads the configuration of every server; inject one 'IConnectionMultiplexer' that all calls share"));

    [Fact]
    public Task A_generic_type_that_is_registered_open() => Flags(
        """
        using StackExchange.Redis;

        namespace Shop;

        public interface IStore<T> { }

        public class Store<T> : IStore<T>
        {
            private readonly ConnectionMultiplexer redis = {|warning:ConnectionMultiplexer.Connect("redis")|};
        }

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services) => services.AddScoped(typeof(IStore<>), typeof(Store<>));
        }
        """);

    [Fact]
    public Task Part_of_what_a_factory_makes() => Flags(
        Code("AddScoped(_ => new Store({|info:ConnectionMultiplexer.Connect(\"a\")|}))", "public Store(ConnectionMultiplexer redis) { this.redis = redis; }"));

    [Theory]
    [InlineData("AddSingleton<Store>()")]
    [InlineData("AddSingleton<IStore, Store>()")]
    [InlineData("AddScoped<Other>()")]
    public Task One_for_all_is_silent(string registration) => Silent(Code(registration, MarkedCode.Strip(Connecting)), Guard.ClientIsKept);

    [Fact]
    public Task What_a_registration_makes_is_a_case_for_the_other_rule() => Silent(
        Code("AddScoped(_ => ConnectionMultiplexer.Connect(\"a\"))", ""), Guard.RegistrationIsJudged);

    [Fact]
    public Task In_a_browser_there_is_one_scope() => Unconcerned(
        Code("AddScoped<Store>()", MarkedCode.Strip(Connecting)), Browser with { Without = ["Microsoft.AspNetCore.Hosting"] });

    [Fact]
    public Task A_server_that_hosts_an_application_of_the_browser_has_many() => Flags(Code("AddScoped<Store>()", Connecting), Browser);

    private static Given Browser => new() { Below = [new("Microsoft.AspNetCore.Components.WebAssembly", "public class Host { }")] };

    private static string Code(string registration, string constructor) =>
        $$"""
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        namespace Shop;

        public interface IStore { }

        public class Other { }

        public class Store : IStore
        {
            private readonly ConnectionMultiplexer redis;

            {{constructor}}
        }

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services) => services.{{registration}};
        }
        """;
}

using PerfAnalyzers.CodeFixes.Rules.Connections;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Connections;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Connections;

public class RegisterTheClientOnceTests : RuleTest<RegisterTheClientOnce, RegisterTheClientOnceFix>
{
    [Theory]
    [InlineData("{|warning:AddScoped<IConnectionMultiplexer>|}(_ => ConnectionMultiplexer.Connect(\"redis\"))", "AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"redis\"))")]
    [InlineData("{|warning:AddTransient|}(_ => ConnectionMultiplexer.Connect(address))", "AddSingleton(_ => ConnectionMultiplexer.Connect(address))")]
    [InlineData("[|AddScoped<IConnectionMultiplexer>|](p => ConnectionMultiplexer.Connect(p.GetRequiredService<IConfiguration>()[\"redis\"]))", "AddSingleton<IConnectionMultiplexer>(p => ConnectionMultiplexer.Connect(p.GetRequiredService<IConfiguration>()[\"redis\"]))")]
    [InlineData("[|AddScoped<IConnectionMultiplexer>|](p => { var redis = ConnectionMultiplexer.Connect(\"redis\"); return redis; })", "AddSingleton<IConnectionMultiplexer>(p => { var redis = ConnectionMultiplexer.Connect(\"redis\"); return redis; })")]
    [InlineData("[|AddKeyedScoped<IConnectionMultiplexer>|](\"a\", (_, _) => ConnectionMultiplexer.Connect(\"redis\"))", "AddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => ConnectionMultiplexer.Connect(\"redis\"))")]
    [InlineData("{|info:AddTransient<Amazon.S3.IAmazonS3, Amazon.S3.AmazonS3Client>|}()", "AddSingleton<Amazon.S3.IAmazonS3, Amazon.S3.AmazonS3Client>()")]
    [InlineData("[|AddScoped|](typeof(Amazon.S3.IAmazonS3), typeof(Amazon.S3.AmazonS3Client))", "AddSingleton(typeof(Amazon.S3.IAmazonS3), typeof(Amazon.S3.AmazonS3Client))")]
    [InlineData("{|info:AddScoped|}(_ => new Amazon.S3.AmazonS3Client())", "AddSingleton(_ => new Amazon.S3.AmazonS3Client())")]
    public Task One_is_registered_for_all(string before, string after) =>
        Fixes(Registered(before), Registered(after), new(Title: $"Register one for all by '{After(after)}' (review)"));

    [Fact]
    public Task A_service_of_which_the_project_registers_one_may_be_asked_for() => Fixes(
        Registered("AddSingleton<Settings>().[|AddScoped|](p => ConnectionMultiplexer.Connect(p.GetRequiredService<Settings>().Address))"),
        Registered("AddSingleton<Settings>().AddSingleton(p => ConnectionMultiplexer.Connect(p.GetRequiredService<Settings>().Address))"));

    [Theory]
    [InlineData("{|info:AddScoped|}(p => ConnectionMultiplexer.Connect(p.GetRequiredService<Settings>().Address))")]
    [InlineData("AddScoped<Settings>().{|info:AddScoped|}(p => ConnectionMultiplexer.Connect(p.GetRequiredService<Settings>().Address))")]
    [InlineData("{|info:AddScoped|}(p => ConnectionMultiplexer.Connect(AddressOf(p)))")]
    public Task What_may_differ_from_scope_to_scope_has_no_fix(string registration) => FlagsWithoutFix(
        Registered(registration),
        new(Message: "'AddScoped' makes a new ConnectionMultiplexer for every scope: a multiplexer connects, authenticates and reads the configuration of every server; "
            + "what it is made of may differ from scope to scope: keep one for each such value"));

    [Fact]
    public Task An_HttpClient_belongs_to_the_factory() => FlagsWithoutFix(
        Registered("{|warning:AddTransient<HttpClient>|}()"),
        new(Message: "'AddTransient' makes a new HttpClient for every use: connections are set up anew and closed ones keep their sockets for minutes; "
            + "register it by 'AddHttpClient', which pools the handlers"));

    [Theory]
    [InlineData("AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"redis\"))")]
    [InlineData("AddScoped(p => p.GetRequiredService<IHttpClientFactory>().CreateClient())")]
    [InlineData("AddScoped(_ => new Microsoft.Data.SqlClient.SqlConnection(address))")]
    [InlineData("AddTransient<Settings>()")]
    public Task Other_registrations(string registration) => Unconcerned(Registered(registration));

    [Fact]
    public Task In_a_command_line_program_it_is_silent() => Silent(
        "// a program\nnew ServiceCollection().AddScoped(_ => new HttpClient());",
        new Given(IsProgram: true, Without: ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.Hosting"]), Guard.RunsInConsole);

    [Fact]
    public Task In_a_test_it_is_silent() => Silent(
        "// a test\nnamespace Xunit { public class FactAttribute : Attribute { } }\npublic class Tests { [Xunit.Fact] public void M() => new ServiceCollection().AddScoped(_ => new HttpClient()); }",
        Guard.RunsInTest);

    [Fact]
    public Task In_obsolete_code_it_is_silent() => Silent(
        "[Obsolete] public void M() => new ServiceCollection().AddScoped(_ => new HttpClient());", Guard.IsObsolete);

    [Fact]
    public Task Code_that_the_user_excludes_is_left_alone() => Silent(
        Registered("AddScoped(_ => new HttpClient())"), new Given(EditorConfig: "perfanalyzers.excluded_symbols = Shop.Registration"), Guard.Excluded);

    [Fact]
    public Task What_is_only_likely_is_left_out_where_the_user_wants_certainty() => Silent(
        Registered("AddScoped(_ => new Amazon.S3.AmazonS3Client())"), new Given(EditorConfig: "perfanalyzers.report = certain"), Guard.ReportsOnlyCertain);

    private static string After(string registration) => registration[..registration.IndexOfAny(['<', '('])];

    private static string Registered(string registration) =>
        $$"""
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        namespace Shop;

        public class Settings { public string Address { get; set; } }

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services, string address) => services.{{registration}};

            private static string AddressOf(IServiceProvider provider) => provider.GetRequiredService<Settings>().Address;
        }
        """;
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>A controller, the service that it calls and a contract between them, in projects of their own.</summary>
public class SeveralProjectsTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private static readonly LowerProject Contracts = new("Contracts", "namespace Contracts;\n\npublic interface IPrices { Task<string> Load(); }\n");

    private static readonly LowerProject Services = new(
        "Services",
        """
        namespace Services;

        public class Prices(HttpClient http) : Contracts.IPrices
        {
            public async Task<string> Load() { await Task.Yield(); return {|info:http.GetStringAsync("/").Result|}; }
        }
        """,
        "Contracts")
    {
        Fixed = """
            namespace Services;

            public class Prices(HttpClient http) : Contracts.IPrices
            {
                public async Task<string> Load() { await Task.Yield(); return await http.GetStringAsync("/"); }
            }
            """,
    };

    [Fact]
    public Task Every_project_is_looked_at_and_fixed() => Fixes(
        "public string Get(Contracts.IPrices prices) => {|warning:prices.Load().Result|} + new Services.Prices(null);",
        "public async Task<string> Get(Contracts.IPrices prices) => await prices.Load() + new Services.Prices(null);",
        new() { Below = [Contracts, Services] });
}

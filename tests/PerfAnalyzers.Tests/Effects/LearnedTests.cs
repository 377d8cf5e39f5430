using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Effects;

/// <summary>Reads through contracts whose implementations are in other projects, of which a table tells.</summary>
public class LearnedReadTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private const string Code = """
        namespace Shop;
        public interface IPrices { Task<string> FindAsync(int id); }
        public class Quotes(IPrices prices)
        {
            public async Task<List<string>> All(List<int> ids)
            {
                var found = new List<string>();
                foreach (var id in ids) found.Add(await FLAG);
                return found;
            }
        }
        """;

    private static string Flagged => Code.Replace("FLAG", "{|info:prices.FindAsync(id)|}");

    private static string Quiet => Code.Replace("FLAG", "prices.FindAsync(id)");

    [Fact]
    public Task What_was_learned_of_another_project_is_a_suggestion_with_its_path() => FlagsWithoutFix(
        Flagged,
        new Given(Message: "'FindAsync' waits for one round trip per item of 'ids'; give it a form that takes all of them "
            + "(through IPrices.FindAsync -> Prices.FindAsync -> GetStringAsync)")
        {
            Learned = "read  Shop.IPrices::FindAsync  # Prices.FindAsync -> GetStringAsync",
        });

    [Fact]
    public Task What_only_some_calls_do_is_silent() =>
        Silent(Quiet, new Given { Learned = "read?  Shop.IPrices::FindAsync" }, Guard.HappensSometimes);

    [Fact]
    public Task What_somebody_has_stated_wins() =>
        Flags(Code.Replace("FLAG", "[|prices.FindAsync(id)|]"), new Given(Apis: "read  Shop.IPrices::FindAsync") { Learned = "read?  Shop.IPrices::FindAsync" });
}

/// <summary>Blocking code that handlers of other projects run, of which a table tells.</summary>
public class LearnedPathTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Code = "namespace Shop;\npublic class Quotes { public string Now(Task<string> price) => WAIT; }";

    [Fact]
    public Task What_a_handler_elsewhere_runs_is_a_suggestion() =>
        FlagsWithoutFix(Code.Replace("WAIT", "{|info:price.Result|}"), new Given { Learned = "request  Shop.Quotes::Now  # QuotesController.Now" });

    [Fact]
    public Task What_nobody_is_known_to_run_is_silent() => Silent(Code.Replace("WAIT", "price.Result"), Guard.NotOnRequestPath);
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>How the await is written: parentheses, nesting, ConfigureAwait, and when the author should look.</summary>
public class AwaitExpressionTests : RuleTest<AwaitInsteadOfBlocking, AwaitInsteadOfBlockingFix>
{
    private const string Dep = "\nstatic Task<string> Load(string s = null) => new HttpClient().GetStringAsync(s);";

    [Theory]
    [InlineData("[|Load().Result|].Trim()", "(await Load()).Trim()")]
    [InlineData("[|Load().Result|]?.Trim()", "(await Load())?.Trim()")]
    [InlineData("[|Load().Result|][0]", "(await Load())[0]")]
    [InlineData("[|Load().Result|]!", "(await Load())!")]
    [InlineData("(object)[|Load().Result|]", "(object)await Load()")]
    [InlineData("[|Load().Result|] + \"a\"", "await Load() + \"a\"")]
    [InlineData("$\"{[|Load().Result|]}\"", "$\"{await Load()}\"")]
    [InlineData("[|Load([|Load().Result|]).Result|]", "await Load(await Load())")]
    [InlineData("[|Load([|Load().Result|].Trim()).Result|].Trim()", "(await Load((await Load()).Trim())).Trim()")]
    [InlineData("[|Load().Result|] switch { \"a\" => 1, _ => 2 }", "await Load() switch { \"a\" => 1, _ => 2 }")]
    [InlineData("[|Load().Result|] is { Length: > 1 }", "await Load() is { Length: > 1 }")]
    [InlineData("new[] { [|Load().Result|], [|Load()  .  Result|] }", "new[] { await Load(), await Load() }")]
    [InlineData("[|Task.FromResult(Load()).ContinueWith(t => t.Result).Result|]", "await Task.FromResult(Load()).ContinueWith(t => t.Result)")]
    public Task Precedence_and_nesting(string before, string after) => Fixes(
        $"public async Task<object> M() {{ await Load(); object x = {before}; return x; }}{Dep}",
        $"public async Task<object> M() {{ await Load(); object x = {after}; return x; }}{Dep}");

    [Fact]
    public Task Habit_of_the_type_is_kept() => Fixes(
        "public async Task<string> M() { await Load().ConfigureAwait(false); return [|Load().Result|] + [|Load().ConfigureAwait(false).GetAwaiter().GetResult()|]; }" + Dep,
        "public async Task<string> M() { await Load().ConfigureAwait(false); return await Load().ConfigureAwait(false) + await Load().ConfigureAwait(false); }" + Dep);

    [Theory]
    [InlineData("try { return [|Load().Result|]; } catch (AggregateException) { return null; }", "try { return await Load(); } catch (AggregateException) { return null; }")]
    [InlineData("try { return [|Load().Result|]; } catch (Exception e) { return e.InnerException.Message; }", "try { return await Load(); } catch (Exception e) { return e.InnerException.Message; }")]
    [InlineData("try { return [|Load().Result|]; } catch (HttpRequestException) { return null; }", "try { return await Load(); } catch (HttpRequestException) { return null; }")]
    [InlineData("try { return [|Load().Result|]; } catch (Exception e) when (e is not OperationCanceledException) { return null; }", "try { return await Load(); } catch (Exception e) when (e is not OperationCanceledException) { return null; }")]
    public Task Handlers_that_tell_an_aggregate_apart_need_a_review(string before, string after) => Fixes(
        $"public async Task<string> M() {{ await Load(); {before} }}{Dep}",
        $"public async Task<string> M() {{ await Load(); {after} }}{Dep}",
        new(Title: "Await the task (review)"));

    [Theory]
    [InlineData("try { return [|Load().GetAwaiter().GetResult()|]; } catch (AggregateException) { return null; }", "try { return await Load(); } catch (AggregateException) { return null; }")]
    [InlineData("try { return [|new ValueTask<string>(Load()).Result|]; } catch (AggregateException) { return null; }", "try { return await new ValueTask<string>(Load()); } catch (AggregateException) { return null; }")]
    [InlineData("try { return [|Load().Result|]; } catch (Exception e) { return e.Message; }", "try { return await Load(); } catch (Exception e) { return e.Message; }")]
    public Task Handlers_that_see_the_same_need_none(string before, string after) => Fixes(
        $"public async Task<string> M() {{ await Load(); {before} }}{Dep}",
        $"public async Task<string> M() {{ await Load(); {after} }}{Dep}",
        new(Title: "Await the task"));

    [Fact]
    public Task Written_culture_needs_a_review() => Fixes(
        "public string M() { System.Globalization.CultureInfo.CurrentCulture = null; return [|Load().Result|]; }" + Dep,
        "public async Task<string> M() { System.Globalization.CultureInfo.CurrentCulture = null; return await Load(); }" + Dep,
        new(Title: "Await the task (review)"));

    [Fact]
    public Task Using_and_odd_formatting() => Fixes(
        """
        public async Task M(HttpClient http)
        {
            await Load();
            using var response = [|http
                .GetAsync("/")    // slow
                .Result|];
            using (var s = [|response.Content.ReadAsStreamAsync().
                    GetAwaiter().GetResult()|]) { }
        }
        """ + Dep,
        """
        public async Task M(HttpClient http)
        {
            await Load();
            using var response = await http
                .GetAsync("/") /* slow */;
            using (var s = await response.Content.ReadAsStreamAsync()) { }
        }
        """ + Dep);
}

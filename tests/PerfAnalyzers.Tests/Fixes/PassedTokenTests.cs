using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Fixes;

/// <summary>An await is given the token in scope only where cancellation leaves the function as an exception already.</summary>
public class PassedTokenTests : RuleTest<DelayInsteadOfSleeping, DelayInsteadOfSleepingFix>
{
    private const string Sleep = "[|Thread.Sleep(10)|];";

    [Theory]
    [InlineData("ct.ThrowIfCancellationRequested(); SLEEP")]
    [InlineData("await Task.Delay(1, ct); SLEEP")]
    [InlineData("await Task.Delay(1, ct).ConfigureAwait(true); SLEEP")]
    [InlineData("SLEEP await Task.Delay(1, cancellationToken: ct);")]
    [InlineData("try { await Task.Delay(1, ct); SLEEP } catch (OperationCanceledException) { }")]
    [InlineData("try { await Task.Delay(1, ct); SLEEP } catch (TimeoutException) { }")]
    [InlineData("await Task.Delay(1, ct); try { SLEEP } catch (TimeoutException) { }")]
    public Task Passed(string body) => Fixes(Method(body, Sleep), Method(body, "await Task.Delay(10, ct);"), new(Title: "Await Task.Delay"));

    [Theory]
    [InlineData("if (ct.IsCancellationRequested) return; await Task.Delay(1, ct); SLEEP")]
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Delay(1, ct); SLEEP }")]
    [InlineData("await Task.Yield(); ct.WaitHandle.WaitOne(1); SLEEP")]
    [InlineData("await Task.Yield(); SLEEP")]
    [InlineData("var other = Task.Delay(1, ct); await Task.Yield(); SLEEP")]
    [InlineData("await Task.Delay(1, ct); try { SLEEP } catch (OperationCanceledException) { }")]
    [InlineData("await Task.Delay(1, ct); try { SLEEP } catch { }")]
    [InlineData("try { await Task.Delay(1, ct); } catch (Exception) { } SLEEP")]
    public Task Not_passed(string body) => Fixes(Method(body, Sleep), Method(body, "await Task.Delay(10);"), new(Title: "Await Task.Delay"));

    /// <summary>Cancelled, the method answers with a value; with the token passed, it would throw.</summary>
    [Fact]
    public Task Cancellation_that_is_answered_with_a_value() => Fixes(
        """
        public Task<bool> Seen(CancellationToken ct)
        {
            do
            {
                if (ct.IsCancellationRequested)
                    return Task.FromResult(false);
                [|Thread.Sleep(100)|];
            } while (true);
        }
        """,
        """
        public async Task<bool> Seen(CancellationToken ct)
        {
            do
            {
                if (ct.IsCancellationRequested)
                    return false;
                await Task.Delay(100);
            } while (true);
        }
        """);

    [Theory]
    [InlineData("await Task.Yield(); Thread.Sleep(10);", "Await Task.Delay", "Await Task.Delay with 'ct' (review)")]
    [InlineData("await Task.Delay(1, ct); Thread.Sleep(10);", "Await Task.Delay")]
    [InlineData("await Task.Yield(); if (ct.IsCancellationRequested) return; Thread.Sleep(10);", "Await Task.Delay")]
    public async Task Where_it_is_a_choice_both_are_offered(string body, params string[] titles)
    {
        var solution = FixedSolution.Of(("A.cs", $"public class AController : ControllerBase {{ {Method(body, "")} }}"));
        Assert.Equal(titles, (await solution.Offered(new DelayInsteadOfSleepingFix(), "A.cs")).Select(action => action.Title));
    }

    private static string Method(string body, string sleep) =>
        $"public async Task M(CancellationToken ct) {{ {body.Replace("SLEEP", sleep)} }}";
}

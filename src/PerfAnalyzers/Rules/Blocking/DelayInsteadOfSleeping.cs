using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleeping() : BlockingRule(Descriptor, ApiRole.Sleep)
{
    internal const string Id = "PERF0103";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Delay asynchronously instead of putting the thread to sleep",
        message: "'{0}' holds a thread-pool thread while it waits; await '{1}' instead");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Fact(ApiRole.Sleep) is not { } fact || call.Invocation is not { } sleep)
            return null;
        if (GivesUpTimeSlice(sleep))
            return Guard.GivesUpTimeSlice;
        return WhyHarmless(call) ?? (Verdict)new Finding(Sureness.Certain, call.Name, fact.Instead is null ? "a signal" : "Task.Delay");
    }

    private static bool GivesUpTimeSlice(IInvocationOperation sleep) => sleep.Arguments is [{ Value: var time }]
        && (time.IsZero() || time.ConstantValue is { HasValue: true, Value: 1 });
}

using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteInOneBatch() : RoundTripRule(Descriptor, ApiRole.Write)
{
    internal const string Id = "PERF0302";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Write the items of a loop in one batch",
        message: "'{0}' {1} for every item of the loop; {2}{3}");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Invocation is not { } invocation
            || RepeatedWrite.Find(invocation, call.Project.Effects, call.Cancellation) is not { } write)
            return null;
        if (write.WhyApart is { } apart)
            return apart;
        if (WhyOff(call.Path) is { } off)
            return off;
        if (write.IsStartedTogether)
            return new Finding(
                write.Trip.IsDirect ? Sureness.Certain : Sureness.Likely, NameOf(invocation), "starts a round trip" + OnOneContext + ",",
                BatchForm.Of(write) ?? "await one after the other, or give each a context of its own", Evidence(write.Trip))
            { Via = write.Trip.Path, About = About(write.Trip, write.Loop) };
        if (BatchForm.Of(write) is not { } form || !BatchForm.ExistsBehind(write.Trip))
            return Guard.NoFormForMany;
        var inTransaction = Transactions.SurroundFunctionOf(write.Loop.Loop);
        if (write.IsSqlite && inTransaction)
            return Guard.InTransaction;
        var isPlain = write is { IsHttp: false, MayWait: false, Use: ResultUse.None, IsAnnounced: false };
        var isCertain = isPlain && !inTransaction && write.Trip.IsDirect && !write.ReadsItsRows;
        return new Finding(
            isCertain ? Sureness.Certain : Sureness.Likely,
            NameOf(invocation),
            write.IsSqlite ? "waits for the disk" : Probably(write.Trip) + "makes a round trip", form, Evidence(write.Trip))
        {
            Via = write.Trip.Path,
            About = About(write.Trip, write.Loop),
        };
    }

    private static string NameOf(IInvocationOperation call) => $"{Named(call).Name}.{call.TargetMethod.Name}";

    /// <summary>The type that the user knows the call by: of an inherited member the receiver's own type.</summary>
    private static ITypeSymbol Named(IInvocationOperation call) =>
        call.Instance?.Type is { Name.Length: > 0 } own and not ITypeParameterSymbol ? own : call.TargetMethod.ContainingType;
}

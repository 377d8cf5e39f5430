using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadInOneRoundTrip() : RoundTripRule(Descriptor, ApiRole.Read, ApiRole.Query)
{
    internal const string Id = "PERF0301";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Read what a loop needs in one round trip",
        message: "'{0}' {1} per item of '{2}'{3}; {4}{5}");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Invocation is not { } invocation || RepeatedRead.Find(invocation, call.Project.Effects, call.Cancellation) is not { } read)
            return null;
        if (read.Trip.WritesToo)
            return Guard.WritesToo;
        if ((read.WhyNoItem() ?? LoopGuards.WhyNoTrip(read.Trip, read.Loop)) is { } apart)
            return apart;
        if (WhyOff(call.Path) is { } off)
            return off;
        var remedy = BatchedRead.Remedy(read.Trip);
        if ((read.WhyApart() ?? read.WhyUnfit(remedy)) is { } reason)
            return reason;
        return new Finding(
            read.IsCertain ? Sureness.Certain : Sureness.Likely,
            invocation.TargetMethod.Name, What(read), OneLine(read.Loop.Source!.Syntax), Where(read), remedy, Evidence(read.Trip))
        {
            Via = read.Trip.Path,
            About = About(read.Trip, read.Loop),
        };
    }

    private static string What(RepeatedRead read) =>
        read.IsStartedTogether ? "starts one round trip" : Probably(read.Trip) + "waits for one round trip";

    private static string Where(RepeatedRead read) => read.IsStartedTogether ? OnOneContext : "";

    /// <summary>
    /// The innermost loop whose items the call uses; null where it, or a loop between them, is not one over data that is there before.
    /// </summary>
    internal static LoopCode? LoopOf(IInvocationOperation call)
    {
        for (var loop = LoopCode.Around(call); loop is { IsFiniteDataLoop: true, HasItemsBefore: true }; loop = loop.Outer)
            if (loop.UsesItem(call))
                return loop;
        return null;
    }

    private static string OneLine(SyntaxNode source)
    {
        var text = string.Join(" ", source.ToString().Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}

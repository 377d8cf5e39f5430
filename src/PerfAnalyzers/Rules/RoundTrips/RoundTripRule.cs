using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>
/// Base of the rules about round trips in loops, and in lambdas that run for each element. Nothing else is looked at. In it, a call may
/// hide one: where a table name
/// can be reached by names through the methods of the project, or where a task is waited for, whose method may have a form for many
/// beside it, or be named as a round trip.
/// </summary>
public abstract class RoundTripRule : CallRule
{
    /// <summary>How many of the last calls of a path a message names.</summary>
    private const int StepsInMessage = 3;

    private protected RoundTripRule(DiagnosticDescriptor rule, params ApiRole[] about) : base(rule, about)
    {
    }

    private protected sealed override IEnumerable<int> Candidates(Places places, Project project) =>
        from call in places.InLoops
        where call.IsWaitedFor || project.Effects.MayReach(call.Name)
        select call.Position;

    /// <summary>Why round trips do not matter on the path; null where they do.</summary>
    private protected static Guard? WhyOff(CodePath path) =>
        path.Kind is PathKind.Startup or PathKind.Test or PathKind.Obsolete ? Guard.Of(path.Kind) : null;

    /// <summary>What to say of round trips that are in flight together on one context.</summary>
    private protected const string OnOneContext = " on one DbContext, which allows no concurrent use";

    private protected static string Probably(Trip trip) => trip.IsPresumed ? "probably " : "";

    /// <summary>
    /// The end of a message: the last calls that lead to the API, nothing where the place calls it; where the code behind the call cannot
    /// be seen, the line that corrects the finding.
    /// </summary>
    private protected static string Evidence(Trip trip) => trip.IsPresumed
        ? $" (if it makes none, say '!{trip.Role.Word()} {Name(trip.Call.TargetMethod)}' in an .apis file)"
        : Through(trip.Path);

    /// <summary>One loop and one method behind which the round trips are: one form for many mends all of its calls.</summary>
    private protected static object? About(Trip trip, LoopCode loop) =>
        trip.IsDirect ? null : (loop.Loop.Syntax, Method: (ISymbol)trip.Call.TargetMethod.OriginalDefinition);

    private static string Name(IMethodSymbol method) => $"{method.ContainingType.FullMetadataName()}::{method.Name}";

    private static string Through(ImmutableArray<Step> path)
    {
        if (path.Length < 2)
            return "";
        var last = path.Skip(path.Length - StepsInMessage).Select(step => step.Name);
        return $" (through {(path.Length > StepsInMessage ? "... -> " : "")}{string.Join(" -> ", last)})";
    }
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Base of the rules about round trips in loops: nothing outside of a loop is looked at, in it every call may hide one.</summary>
public abstract class RoundTripRule : CallRule
{
    private protected RoundTripRule(DiagnosticDescriptor rule, params ApiRole[] about) : base(rule, about)
    {
    }

    private protected sealed override IEnumerable<int> Candidates(Places places, Project project) => places.InLoops;

    /// <summary>Why round trips do not matter on the path; null where they do.</summary>
    private protected static Guard? WhyOff(CodePath path) =>
        path.Kind is PathKind.Startup or PathKind.Test or PathKind.Obsolete ? Guard.Of(path.Kind) : null;
}

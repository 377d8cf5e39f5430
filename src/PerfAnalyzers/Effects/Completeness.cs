using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers whether everything that code waits for can be seen. Code that cannot be seen may send a mail, or record of an item what must
/// be recorded before the next. Synchronous calls map, check and log; only what returns a task counts.
/// </summary>
internal sealed class Completeness(EffectEngine engine, CallGraph calls)
{
    private static readonly string[] Harmless =
        ["System.Threading", "System.Linq", "System.IO", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.Logging"];

    /// <summary>Of one call.</summary>
    public bool Of(IInvocationOperation call, int depth) => Sees(call, depth, trips: []);

    /// <summary>Of a whole function, with what was read of it.</summary>
    public bool Of(SiteEffects found, IOperation function, int depth)
    {
        var own = found.Effects.Select(effect => effect.Call).Where(engine.Tables.Know).ToList();
        return !function.Descendants().Any(part => part is IInvalidOperation) && CallsIn(function).All(call => Sees(call, depth, own));
    }

    /// <summary>The calls of a function and of the functions that are written in it.</summary>
    private static IEnumerable<IInvocationOperation> CallsIn(IOperation function) =>
        function.Descendants().OfType<IInvocationOperation>().Where(call => !IsInQuery(call));

    private static bool IsInQuery(IOperation operation) => operation.IsInExpressionTree();

    private bool Sees(IInvocationOperation call, int depth, List<IInvocationOperation> trips)
    {
        if (engine.Tables.Know(call))
            return !engine.Tables.StandsAlone(call);
        if (Waits.OnPurpose(call))
            return IsInCatch(call);
        if (!call.Type.IsTask() || call.TargetMethod.MethodKind == MethodKind.LocalFunction || IsHarmless(call) || RunsParameter(call))
            return true;
        var targets = calls.TargetsOf(call);
        if (!targets.IsEmpty && targets.All(calls.Owns))
            return depth > 1 && targets.All(target => engine.Of(target, depth - 1, CancellationToken.None).IsComplete);
        return trips.Any(trip => BelongsTo(trip, call)) || Runners.Run(call) || Caches.AreAsked(call);
    }

    /// <summary>A retry waits before it tries again.</summary>
    private static bool IsInCatch(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is ICatchClauseOperation)
                return true;
        return false;
    }

    /// <summary>What the function is given, the caller sees.</summary>
    private static bool RunsParameter(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
        && call.Instance is IParameterReferenceOperation or ILocalReferenceOperation;

    /// <summary>
    /// Tasks of the framework that do nothing to the outside by themselves, entities that a context is told about, lines in a log.
    /// </summary>
    private static bool IsHarmless(IInvocationOperation call) =>
        call.TargetMethod.ContainingNamespace?.ToDisplayString() is { } name
            && Harmless.Any(scope => name.StartsWith(scope, StringComparison.Ordinal));

    /// <summary>
    /// True for what prepares a round trip in the same library or on the same connection, and for what a library does with its result.
    /// </summary>
    private bool BelongsTo(IInvocationOperation trip, IInvocationOperation step)
    {
        if (ValueFlow.RootVariable(step.Receiver()) is { } root && root.Same(ValueFlow.RootVariable(trip.Receiver())))
            return true;
        if (step.TargetMethod.ContainingAssembly.Same(trip.TargetMethod.ContainingAssembly) && !calls.Owns(step.TargetMethod))
            return true;
        var graph = FlowGraph.In(step.Member());
        return graph.From(step, throughCalls: false).Reaches(trip.Receiver())
            || (!calls.Owns(step.TargetMethod) && graph.From(trip, throughCalls: true).Reaches(step));
    }
}

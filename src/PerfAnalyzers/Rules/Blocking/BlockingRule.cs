using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Base of the rules about blocked threads: they speak only where somebody suffers when the thread is blocked.</summary>
public abstract class BlockingRule : CallRule
{
    /// <summary>The property that tells the fix what to write.</summary>
    internal const string Instead = "instead";

    private protected BlockingRule(DiagnosticDescriptor rule, params ApiRole[] about) : base(rule, about)
    {
    }

    /// <summary>
    /// A synchronous method need not be bound where the rule could not mend it, or where no handler reaches it and not only asynchronous
    /// code calls it. A search for callers comes last.
    /// </summary>
    private protected sealed override Guard? Foresee(
        SyntaxNode place, SemanticModel model, Project project, CancellationToken cancellation)
    {
        if (place.FunctionAround() is not MethodDeclarationSyntax method
            || FunctionSyntax.LooksAsynchronous(method.Modifiers, method.ReturnType)
            || model.GetDeclaredSymbol(method, cancellation) is not { } symbol)
            return null;
        var own = project.Paths.Find(symbol, reach: 0, cancellation);
        if (own.IsExempt)
            return WhyCold(own);
        if (own.IsHot || IsWantedEverywhere(project, model.SyntaxTree) || project.Paths.AsynchronousCallers.AreAllOf(symbol, cancellation))
            return null;
        if (WhyNotByCallers is { } never)
            return never;
        var path = project.Paths.Find(symbol, project.ReachAt(model.SyntaxTree), cancellation);
        return path.IsHot ? null : WhyCold(path);
    }

    /// <summary>
    /// Why the rule has nothing to say in a synchronous method that is no handler and that not only asynchronous code calls; null where it
    /// has when a handler reaches the method.
    /// </summary>
    private protected virtual Guard? WhyNotByCallers => null;

    /// <summary>Tells the fix what to write instead; nothing where there is nothing to write.</summary>
    private protected static ImmutableDictionary<string, string?> ForTwin(ApiName? twin) => twin is null
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(Instead, twin.ToString());

    /// <summary>Why blocking is nobody's loss at the place; null where it may be somebody's.</summary>
    private protected static Silence? WhyHarmless(Call call)
    {
        if (call.NeverRuns)
            return new(Guard.NeverRuns);
        if (TwinAtHand.SynchronousFormOf(call.Operation) is { } choice)
            return new(Guard.SynchronousForm, choice.Syntax);
        return call.Path.IsHot || (!call.Path.IsExempt && IsSomebodysLoss(call)) ? null : new(WhyCold(call.Path));
    }

    private static bool IsSomebodysLoss(Call call) =>
        call.Operation.IsInAsynchronousFunction() || RunsForAsynchronousCode(call.Operation)
        || IsWantedEverywhere(call) || CanBecomeAsynchronous(call);

    /// <summary>True where the team wants to know of every blocked thread but those of start-up code, programs and tests.</summary>
    private protected static bool IsWantedEverywhere(Call call) => IsWantedEverywhere(call.Project, call.Operation.Syntax.SyntaxTree);

    private static bool IsWantedEverywhere(Project project, SyntaxTree tree) => project.Read(PerfOption.Blocking, tree) == "everywhere";

    /// <summary>True in a synchronous method that can become asynchronous, and whose callers all can await it.</summary>
    private protected static bool CanBecomeAsynchronous(Call call) =>
        call.Operation.EnclosingFunction() is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
        && call.Project.Paths.AsynchronousCallers.AreAllOf(method, call.Cancellation)
        && call.Operation.ObstacleToAwait() == AwaitObstacle.None;

    /// <summary>
    /// True in the handler, which can become async, and not in what it calls, in a delegate, in what a container makes, or in what a
    /// library calls synchronously.
    /// </summary>
    private protected static bool IsHandlerItself(Call call) =>
        call.Path is { IsHot: true, Steps: 0, Kind: not PathKind.Scope } path
        && call.Operation.EnclosingFunction() is { MethodKind: not MethodKind.Constructor } function
        && function.Same(path.Handler) && !Contract.MustBeSynchronous(function);

    /// <summary>True for an argument that lets the wait look once and return.</summary>
    private protected static bool OnlyPolls(IInvocationOperation? wait) => wait?.Arguments.Any(argument =>
        argument.Parameter?.Name is "millisecondsTimeout" or "timeout" or "milliseconds" && argument.Value.IsZero()) == true;

    private static Guard WhyCold(CodePath path) => path.IsExempt ? Guard.Of(path.Kind) : Guard.NotOnRequestPath;

    /// <summary>
    /// True in a lambda that Task.Run would take as async too, since its thread comes from the pool, and in one that asynchronous code
    /// applies to each item: <c>tasks.Select(t => t.Result)</c>.
    /// </summary>
    private protected static bool RunsForAsynchronousCode(IOperation operation) => operation.EnclosingLambda()?.TakingCall() is { } call
        && call.TargetMethod switch
        {
            { Name: "Run" } run => run.ContainingType.IsTask(),
            { Name: "Select" } select => select.ContainingType.Is("System.Linq.Enumerable") && call.IsInAsynchronousFunction(),
            _ => false,
        };
}

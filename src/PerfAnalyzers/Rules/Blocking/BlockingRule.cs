using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Base of the rules about blocked threads: they speak only where somebody suffers when the thread is blocked.</summary>
public abstract class BlockingRule : CallRule
{
    private protected BlockingRule(DiagnosticDescriptor rule, params ApiRole[] about) : base(rule, about)
    {
    }

    /// <summary>
    /// A synchronous method that the rule could not mend, or that no handler reaches, need not be bound: the first is seen by its
    /// declaration, the second takes a search for callers.
    /// </summary>
    private protected sealed override Guard? Foresee(
        SyntaxNode place, SemanticModel model, Project project, CancellationToken cancellation)
    {
        if (place.Ancestors().FirstOrDefault(IsFunction) is not MethodDeclarationSyntax method || LooksAsynchronous(method)
            || model.GetDeclaredSymbol(method, cancellation) is not { } symbol)
            return null;
        var own = project.Paths.Find(symbol, reach: 0, cancellation);
        if (own.IsExempt)
            return WhyCold(own);
        if (WhyNever(symbol, own) is { } never)
            return never;
        var path = project.Paths.Find(symbol, project.ReachAt(model.SyntaxTree), cancellation);
        return path.IsHot ? null : WhyCold(path);
    }

    /// <summary>Why the rule has nothing to say in a synchronous method, whoever calls it; null where it depends on the callers.</summary>
    private protected virtual Guard? WhyNever(IMethodSymbol method, CodePath own) => null;

    /// <summary>Why blocking is nobody's loss at the place; null where it may be somebody's.</summary>
    private protected static Silence? WhyHarmless(Call call)
    {
        if (call.NeverRuns)
            return new(Guard.NeverRuns);
        if (TwinAtHand.SynchronousFormOf(call.Operation) is { } choice)
            return new(Guard.SynchronousForm, choice.Syntax);
        var waits = call.Operation.IsInAsynchronousFunction() || IsPoolWork(call.Operation);
        return call.Path.IsHot || (waits && !call.Path.IsExempt) ? null : new(WhyCold(call.Path));
    }

    private static Guard WhyCold(CodePath path) => path.IsExempt ? Guard.Of(path.Kind) : Guard.NotOnRequestPath;

    /// <summary>True in a lambda that Task.Run would take as async too: its thread comes from the pool.</summary>
    private static bool IsPoolWork(IOperation operation) =>
        operation.EnclosingLambda()?.TakingCall() is { TargetMethod: { Name: "Run" } run } && run.ContainingType.IsTask();

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax;

    private static bool LooksAsynchronous(MethodDeclarationSyntax method) =>
        method.Modifiers.Any(SyntaxKind.AsyncKeyword) || method.ReturnType.ToString().Contains("Task");
}

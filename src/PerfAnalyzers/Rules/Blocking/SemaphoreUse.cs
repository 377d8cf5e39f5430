using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>
/// Answers whether whoever holds a semaphore lets it go without waiting for anything. Only a private field tells, of a type that stands in
/// one piece: all code that takes it is in sight then.
/// </summary>
internal static class SemaphoreUse
{
    private static readonly ImmutableArray<ApiRole> Slow =
        ImmutableArray.Create(ApiRole.Blocking, ApiRole.Read, ApiRole.Write, ApiRole.Wait, ApiRole.Sleep, ApiRole.Signal);

    public static bool IsHeldShortly(Call wait)
    {
        if (wait.Invocation!.Receiver() is not IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }
            || field.ContainingType.DeclaringSyntaxReferences is not [var declaration])
            return false;
        var uses = declaration.GetSyntax(wait.Cancellation).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name).Select(CallOn).OfType<InvocationExpressionSyntax>().ToList();
        return uses.Any(use => use == wait.Operation.Syntax && Name(use) == "Wait")
            && !uses.Any(use => Name(use) == "WaitAsync")
            && uses.Where(use => Name(use) == "Wait").All(taken => IsReleasedSoon(taken, uses, wait));
    }

    /// <summary>True where the same function releases it, and nothing between the two waits for anything.</summary>
    private static bool IsReleasedSoon(InvocationExpressionSyntax taken, List<InvocationExpressionSyntax> uses, Call call)
    {
        if (taken.FunctionAround() is not { } function)
            return false;
        var releases = uses.Where(use =>
            Name(use) == "Release" && use.SpanStart > taken.Span.End && use.FunctionAround() == function).ToList();
        return releases.Count > 0 && !function.DescendantNodes()
            .Where(node => node.SpanStart >= taken.Span.End && node.Span.End <= releases.Max(release => release.SpanStart))
            .Any(node => node is AwaitExpressionSyntax || (node is ExpressionSyntax expression && Waits(expression, call)));
    }

    private static bool Waits(ExpressionSyntax expression, Call call) =>
        expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" }
        && call.Operation.SemanticModel!.GetOperation(expression, call.Cancellation) is { } operation
        && (IsSlow(new Call(operation, call.Project, call.Cancellation)) || HasEffects(operation, call));

    private static bool IsSlow(Call inner) => Slow.Any(role => inner.Fact(role) is not null);

    private static bool HasEffects(IOperation operation, Call call) =>
        operation is IInvocationOperation invocation && !call.Project.EffectsOf(invocation.TargetMethod, call.Cancellation).Effects.IsEmpty;

    private static InvocationExpressionSyntax? CallOn(IdentifierNameSyntax semaphore)
    {
        var whole = semaphore.Parent is MemberAccessExpressionSyntax member && member.Name == semaphore ? member : (SyntaxNode)semaphore;
        return whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == whole
            ? call
            : null;
    }

    private static string Name(InvocationExpressionSyntax call) =>
        ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;
}

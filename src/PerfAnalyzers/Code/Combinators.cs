using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// Answers whether a method that is called on a task gives it to a lambda once it is complete: <c>task.Then(t => t.Result)</c>.
/// </summary>
internal static class Combinators
{
    /// <summary>
    /// True where the lambda is given the very type of task that its method is called on: hardly anything else can be meant.
    /// Where its source is at hand, it must not call the lambda before it has awaited the task.
    /// </summary>
    /// <param name="call">The call that takes the lambda.</param>
    /// <param name="lambda">The lambda.</param>
    /// <param name="given">The lambda's parameter.</param>
    public static bool PassesTaskWhenDone(IInvocationOperation call, IOperation lambda, IParameterSymbol given) =>
        call.Receiver()?.Type is { } task && task.IsTask() && given.Type.Same(task)
        && !CallsAtOnce(call.TargetMethod.ReducedFrom ?? call.TargetMethod, lambda.TakingArgument()?.Parameter);

    private static bool CallsAtOnce(IMethodSymbol method, IParameterSymbol? function) =>
        method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).Any(declaration =>
            declaration.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>()
                .Any(call => Calls(call, function?.Name) && !AwaitsBefore(declaration, call, method.Parameters.FirstOrDefault()?.Name)));

    private static bool Calls(InvocationExpressionSyntax call, string? function)
    {
        var called = call.Expression;
        if (called is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } invoke)
            called = invoke.Expression;
        return called is IdentifierNameSyntax name && name.Identifier.ValueText == function;
    }

    private static bool AwaitsBefore(SyntaxNode declaration, SyntaxNode call, string? task) =>
        declaration.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(await => await.Span.End <= call.SpanStart
            && await.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == task));
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>A call with what is written around it to wait for it.</summary>
/// <param name="Whole">The expression that gives the result: the call, or the await around it, with their parentheses.</param>
/// <param name="IsAwaited">True where the call is awaited.</param>
/// <param name="Configured">What stands between the call and the await, such as <c>.ConfigureAwait(false)</c>; else nothing.</param>
internal readonly record struct AwaitedCall(ExpressionSyntax Whole, bool IsAwaited, string Configured)
{
    public static AwaitedCall Of(ExpressionSyntax call)
    {
        var (whole, configured) = (call, "");
        if (call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access
            && access.Parent is InvocationExpressionSyntax configure)
            (whole, configured) = (configure, ".ConfigureAwait" + configure.ArgumentList);
        var await = whole.Parent as AwaitExpressionSyntax;
        whole = await ?? whole;
        while (whole.Parent is ParenthesizedExpressionSyntax parenthesized)
            whole = parenthesized;
        return new(whole, await is not null, configured);
    }
}

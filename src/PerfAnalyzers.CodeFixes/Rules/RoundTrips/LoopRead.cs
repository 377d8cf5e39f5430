using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>A read per item, as a rewrite sees it.</summary>
/// <param name="Site">The flagged call.</param>
/// <param name="Call">Its operation.</param>
/// <param name="Loop">The loop whose item it uses.</param>
/// <param name="Whole">The expression that gives the result: the call, or the await around it with its parentheses.</param>
/// <param name="Awaits">True where the call is awaited.</param>
/// <param name="Configured">What stands between the call and the await, such as <c>.ConfigureAwait(false)</c>.</param>
/// <param name="Names">Names for new locals.</param>
internal sealed record LoopRead(FixSite Site, IInvocationOperation Call, LoopCode Loop, ExpressionSyntax Whole, bool Awaits, string Configured, FreshNames Names)
{
    /// <summary>The read, or null where its result is neither awaited nor synchronous.</summary>
    public static LoopRead? Of(FixSite site, IInvocationOperation call, LoopCode loop)
    {
        var whole = (ExpressionSyntax)call.Syntax;
        var configured = "";
        if (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configure })
        {
            configured = $".ConfigureAwait{configure.ArgumentList}";
            whole = configure;
        }
        var awaits = whole.Parent is AwaitExpressionSyntax;
        if (whole.Parent is AwaitExpressionSyntax await)
            whole = await.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : await;
        else if (call.Type is INamedTypeSymbol { Name: "Task" or "ValueTask" })
            return null;
        return new(site, call, loop, whole, awaits, configured, new(site.Model, loop.Loop.Syntax));
    }
}

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
/// <param name="Written">How the call is waited for.</param>
/// <param name="Names">Names for new locals.</param>
internal sealed record LoopRead(FixSite Site, IInvocationOperation Call, LoopCode Loop, AwaitedCall Written, FreshNames Names)
{
    public InvocationExpressionSyntax Syntax => (InvocationExpressionSyntax)Call.Syntax;

    /// <summary>The expression that gives the result.</summary>
    public ExpressionSyntax Whole => Written.Whole;

    public bool Awaits => Written.IsAwaited;

    /// <summary>The read, or null where its result is neither awaited nor synchronous.</summary>
    public static LoopRead? Of(FixSite site, IInvocationOperation call, LoopCode loop)
    {
        var written = AwaitedCall.Of((ExpressionSyntax)call.Syntax);
        return written.IsAwaited || !call.Type.IsTask()
            ? new(site, call, loop, written, FreshNames.OfLocals(site.Model, loop.Loop.Syntax))
            : null;
    }

    /// <summary>An expression with an await before it and the user's ConfigureAwait behind it, where the call has them.</summary>
    public string Waiting(string expression) => Awaits ? $"await {expression}{Written.Configured}" : expression;
}

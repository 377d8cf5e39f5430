using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Asks for everything before the loop. Which rewrite applies follows from the API; no two apply to one call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReadInOneRoundTripFix() : PerfFix(new ReadInOneRoundTrip())
{
    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) => Task.FromResult(site.Offer(
        ReadOf(site) is { } read
            ? EntityBatch.Rewrite(read) ?? RedisBatch.Rewrite(read) ?? ConcurrentRequests.Rewrite(read)
            : null));

    /// <summary>Null where the loop may end with an answer, or goes on where one fails: then not all of the answers are needed.</summary>
    private static LoopRead? ReadOf(FixSite site) =>
        site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } syntax
        && site.Model.GetOperation(syntax, site.Cancellation) is IInvocationOperation call
        && ReadInOneRoundTrip.LoopOf(call) is { } loop && NeedsAllAnswers(loop, call)
            ? LoopRead.Of(site, call, loop)
            : null;

    private static bool NeedsAllAnswers(LoopCode loop, IInvocationOperation call) => !loop.ExitsOn(call) && !loop.IsolatesFaults(call);
}

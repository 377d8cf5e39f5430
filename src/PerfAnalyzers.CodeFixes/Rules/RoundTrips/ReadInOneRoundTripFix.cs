using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Asks for everything before the loop. Which rewrite applies follows from the API; no two apply to one call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReadInOneRoundTripFix() : PerfFix(new ReadInOneRoundTrip())
{
    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) => Task.FromResult(site.Offer(
        site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } syntax
        && site.Model.GetOperation(syntax, site.Cancellation) is IInvocationOperation call
        && ReadInOneRoundTrip.LoopOf(call) is { } loop && !loop.ExitsOn(call) && !loop.IsolatesFaults(call)
        && LoopRead.Of(site, call, loop) is { } read
            ? EntityBatch.Rewrite(read) ?? RedisBatch.Rewrite(read) ?? ConcurrentRequests.Rewrite(read)
            : null));
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WriteInOneBatchFix() : PerfFix(new WriteInOneBatch())
{
    private static readonly Func<LoopSite, Rewriting?>[] Rewritings =
    [
        SaveAfterLoop.TryRewrite, InsertMany.TryRewrite, CollectedTasks.TryRewrite,
        BatchFromCommands.TryRewrite, SqliteTransactionAround.TryRewrite,
    ];

    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) => Task.FromResult(site.Offer(
        LoopSite.Find(site) is { } loop ? Rewritings.Select(rewrite => rewrite(loop)).FirstOrDefault(result => result is not null) : null));
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WriteInOneBatchFix() : PerfFix(new WriteInOneBatch())
{
    /// <summary>For a loop whose items may come one by one.</summary>
    private static readonly Func<LoopSite, Rewriting?>[] OfAnyLoop = [SaveAfterLoop.TryRewrite];

    private static readonly Func<LoopSite, Rewriting?>[] OfCollection =
    [
        SaveAfterLoop.TryRewrite, InsertMany.TryRewrite, CollectedTasks.TryRewrite,
        BatchFromCommands.TryRewrite, SqliteTransactionAround.TryRewrite,
    ];

    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) => Task.FromResult(site.Offer(
        LoopSite.Find(site) is { } loop
            ? RewritingsOf(loop).Select(rewrite => rewrite(loop)).FirstOrDefault(result => result is not null)
            : null));

    private static Func<LoopSite, Rewriting?>[] RewritingsOf(LoopSite site) => site.Write.Loop.HasItemsBefore ? OfCollection : OfAnyLoop;
}

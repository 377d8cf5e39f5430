using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Batching;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WriteInOneBatchFix() : PerfFix(WriteInOneBatch.Id)
{
    private protected override Task<Rewriting?> Rewrite(FixSite site) => Task.FromResult(
        LoopSite.Find(site) is { } loop
            ? SaveAfterLoop.TryRewrite(loop) ?? InsertMany.TryRewrite(loop) ?? CollectedTasks.TryRewrite(loop)
            : null);
}

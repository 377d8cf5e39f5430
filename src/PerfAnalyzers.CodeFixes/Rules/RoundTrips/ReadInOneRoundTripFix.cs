using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReadInOneRoundTripFix() : PerfFix(ReadInOneRoundTrip.Id)
{
    private protected override Task<Rewriting?> Rewrite(FixSite site) => Task.FromResult<Rewriting?>(null);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Base of every fix. A fix says in which ways one occurrence can be fixed, the preferred one first; the base offers what compiles
/// without a new error or warning, and a Fix All that works.
/// </summary>
public abstract class PerfFix : CodeFixProvider
{
    private protected PerfFix(DiagnosticAnalyzer rule)
    {
        Rule = rule;
        FixableDiagnosticIds = ImmutableArray.Create(Id);
    }

    /// <summary>The rule whose findings are fixed.</summary>
    internal DiagnosticAnalyzer Rule { get; }

    internal string Id => Rule.SupportedDiagnostics[0].Id;

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => new FixAllSites(this);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            var site = await FixSite.At(context.Document, span, diagnostic.Properties, context.CancellationToken).ConfigureAwait(false);
            var isFirst = true;
            foreach (var proposal in await Propose(site).ConfigureAwait(false))
            {
                if (await Verified(site, proposal).ConfigureAwait(false) is not { } changed)
                    continue;
                var key = isFirst ? Id : KeyOf(proposal);
                context.RegisterCodeFix(CodeAction.Create(proposal.Label, _ => Task.FromResult(changed), key), diagnostic);
                isFirst = false;
            }
        }
    }

    /// <summary>
    /// The key of an alternative. Preferred proposals share the rule's id, so that a Fix All that starts anywhere, as <c>dotnet
    /// format</c> does, takes the preferred one everywhere.
    /// </summary>
    internal string KeyOf(Proposal alternative) => $"{Id} {alternative.Key}";

    internal Task<ImmutableArray<Proposal>> ProposalsFor(FixSite site) => Propose(site);

    /// <summary>
    /// The ways in which one occurrence can be fixed, the preferred one first and always in the same order; none where it cannot be.
    /// </summary>
    private protected abstract Task<ImmutableArray<Proposal>> Propose(FixSite site);

    private static async Task<Solution?> Verified(FixSite site, Proposal proposal)
    {
        var edits = await proposal.Edits.InText(site.Solution, site.Cancellation).ConfigureAwait(false);
        var kept = await new Verify(site.Solution, site.Cancellation).Keep(ImmutableArray.Create(edits)).ConfigureAwait(false);
        return kept.IsEmpty ? null : await TextEdits.Apply(site.Solution, kept, site.Cancellation).ConfigureAwait(false);
    }
}

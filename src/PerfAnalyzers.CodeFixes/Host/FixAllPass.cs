using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Fixes findings in rounds until nothing changes. In a round every document is bound once, findings of different members are fixed on
/// the same snapshot, and their edits are merged and verified together; findings of one member take turns.
/// </summary>
/// <param name="fix">The fix.</param>
/// <param name="key">The equivalence key of the wanted proposals: the rule's id for the preferred ones.</param>
/// <param name="isInScope">True for a document whose findings are to be fixed.</param>
/// <param name="progress">Where progress is shown.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class FixAllPass(
    PerfFix fix, string key, Func<Document, bool> isInScope, HostProgress progress, CancellationToken cancellation)
{
    /// <summary>No method has so many findings; a fix that brings its own finding back ends here.</summary>
    private const int MostRounds = 200;

    private readonly CurrentFindings findings = new(fix.Rule, cancellation);
    private readonly Settled settled = new();

    /// <summary>The solution with everything fixed that can be: the same solution where nothing can.</summary>
    public async Task<Solution> Run(Solution solution, ImmutableArray<PendingSite> sites)
    {
        var swept = solution;
        for (var round = 0; round < MostRounds; round++)
        {
            progress.Say(sites.Length);
            var (changed, pending) = await Round(solution, sites).ConfigureAwait(false);
            if (pending.IsEmpty && changed != swept)
            {
                // What is fixed may have brought new findings of the rule to light elsewhere, and made possible what was not.
                settled.Clear();
                pending = await Sweep(swept, changed).ConfigureAwait(false);
                swept = changed;
            }
            (solution, sites) = (changed, pending);
            if (sites.IsEmpty)
                break;
        }
        return solution;
    }

    /// <summary>One edit per member at most; with the solution that results, what is still to be looked at.</summary>
    private async Task<(Solution Solution, ImmutableArray<PendingSite> Pending)> Round(Solution solution, ImmutableArray<PendingSite> sites)
    {
        var merge = new Merge(solution);
        var chosen = new List<Choice>();
        var waiting = new List<PendingSite>();
        foreach (var document in sites.GroupBy(site => site.Document))
            foreach (var pending in document.OrderBy(site => site.Span.Start).ThenByDescending(site => site.Span.Length))
            {
                cancellation.ThrowIfCancellationRequested();
                var site = await pending.In(solution, cancellation).ConfigureAwait(false);
                if (merge.Touches(pending.Document, site.Node))
                    waiting.Add(pending);
                else if (await Choose(pending, site).ConfigureAwait(false) is not { } choice)
                    settled.RuleOut(pending, site.Node, int.MaxValue);
                else if (await merge.TryAdd(choice.Edits, cancellation).ConfigureAwait(false))
                    chosen.Add(choice);
                else
                    waiting.Add(pending);
            }
        if (chosen.Count == 0)
            return (solution, waiting.ToImmutableArray());

        var edits = chosen.Select(choice => choice.Edits).ToImmutableArray();
        var kept = await new Verify(solution, cancellation).Keep(edits).ConfigureAwait(false);
        foreach (var choice in chosen.Where(choice => !kept.Contains(choice.Edits)))
        {
            settled.RuleOut(choice.Pending, choice.Node, choice.Index + 1);
            waiting.Add(choice.Pending);
        }
        return await Apply(solution, kept, waiting).ConfigureAwait(false);
    }

    private async Task<(Solution, ImmutableArray<PendingSite>)> Apply(
        Solution solution, ImmutableArray<TextEdits> kept, List<PendingSite> waiting)
    {
        var edited = kept.SelectMany(edit => edit.Documents).Distinct().SelectMany(solution.Linked).ToImmutableHashSet();
        foreach (var changes in kept.SelectMany(edit => edit.Changes).GroupBy(change => change.Key, change => change.Value))
            foreach (var id in solution.Linked(changes.Key))
                settled.Shift(id, changes.SelectMany(change => change).Distinct().ToList());
        var result = await TextEdits.Apply(solution, kept, cancellation).ConfigureAwait(false);
        var found = await findings.In(result, edited.Where(id => isInScope(result.GetDocument(id)!))).ConfigureAwait(false);
        var pending = waiting.Where(site => !edited.Contains(site.Document)).Concat(found);
        return (result, pending.Where(site => settled.Ruled(site) < int.MaxValue).ToImmutableArray());
    }

    /// <summary>The first proposal that the key asks for and that was not ruled out; null where there is none that may be taken.</summary>
    private async Task<Choice?> Choose(PendingSite pending, FixSite site)
    {
        var proposals = await fix.ProposalsFor(site).ConfigureAwait(false);
        for (var index = settled.Ruled(pending); index < proposals.Length; index++)
        {
            if (!IsWanted(proposals[index], site))
                continue;
            var edits = await proposals[index].Edits.InText(site.Solution, cancellation).ConfigureAwait(false);
            if (!edits.IsEmpty)
                return new(pending, site.Node, index, edits);
        }
        return null;
    }

    private bool IsWanted(Proposal proposal, FixSite site) =>
        (key == fix.Id || key == fix.KeyOf(proposal)) && (!proposal.NeedsReview || TakesReview(site));

    private static bool TakesReview(FixSite site) =>
        PerfOption.FixAll.Read(site.Options) == "all";

    /// <summary>The findings of the documents in scope of all projects that edits can have concerned.</summary>
    private async Task<ImmutableArray<PendingSite>> Sweep(Solution before, Solution after)
    {
        var graph = after.GetProjectDependencyGraph();
        var changed = after.GetChanges(before).GetProjectChanges().Select(project => project.ProjectId).ToList();
        var concerned = changed.Concat(changed.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct();
        var documents = concerned.SelectMany(project => after.GetProject(project)!.Documents).Where(isInScope);
        return (await findings.In(after, documents.Select(document => document.Id)).ConfigureAwait(false)).ToImmutableArray();
    }

    private sealed record Choice(PendingSite Pending, SyntaxNode Node, int Index, TextEdits Edits);
}

using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes;

/// <summary>Compiles a rewritten document in memory: a fix must not bring a new error, nor a warning that a strict build makes one.</summary>
internal static class CompileCheck
{
    public static async Task<bool> IsWorse(Document before, Document after, CancellationToken cancellation)
    {
        var known = (await Problems(before, cancellation).ConfigureAwait(false)).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        return (await Problems(after, cancellation).ConfigureAwait(false))
            .GroupBy(id => id)
            .Any(group => !known.TryGetValue(group.Key, out var count) || group.Count() > count);
    }

    private static async Task<IEnumerable<string>> Problems(Document document, CancellationToken cancellation)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var crossed = RefStructAcrossAwait.Count(model!.SyntaxTree.GetRoot(cancellation), model, cancellation);
        return model.GetDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
            .Select(diagnostic => diagnostic.Id)
            .Concat(Enumerable.Repeat("CS4007", crossed));
    }
}

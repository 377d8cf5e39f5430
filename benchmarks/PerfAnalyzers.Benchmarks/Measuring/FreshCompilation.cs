using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>
/// The same code as if nobody had looked at it yet: trees of its own, nothing bound, only the metadata of the references shared.
/// What a rule keeps per tree or per compilation must be found anew in every run, as it is in every build.
/// </summary>
internal static class FreshCompilation
{
    public static (Compilation Compilation, AnalyzerOptions Options) Of(Subject subject)
    {
        Dictionary<SyntaxTree, SyntaxTree> originals = [];
        foreach (var tree in subject.Compilation.SyntaxTrees)
            originals.Add(tree.WithRootAndOptions(tree.GetRoot(), tree.Options), tree);

        var settings = subject.Compilation.Options.WithConcurrentBuild(false);
        if (settings.SyntaxTreeOptionsProvider is { } severities)
            settings = settings.WithSyntaxTreeOptionsProvider(new SeveritiesOfOriginals(severities, originals));
        var compilation = subject.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(originals.Keys).WithOptions(settings);
        var options = new OptionsOfOriginals(subject.Options.AnalyzerConfigOptionsProvider, originals);
        return (compilation, new AnalyzerOptions(subject.Options.AdditionalFiles, options));
    }

    // A workspace knows the options of a tree by the tree itself.
    private sealed class OptionsOfOriginals(
        AnalyzerConfigOptionsProvider options, Dictionary<SyntaxTree, SyntaxTree> originals) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => options.GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => options.GetOptions(originals[tree]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => options.GetOptions(textFile);
    }

    private sealed class SeveritiesOfOriginals(
        SyntaxTreeOptionsProvider options, Dictionary<SyntaxTree, SyntaxTree> originals) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
            options.IsGenerated(originals[tree], cancellationToken);

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            options.TryGetDiagnosticValue(originals[tree], diagnosticId, cancellationToken, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            options.TryGetGlobalDiagnosticValue(diagnosticId, cancellationToken, out severity);
    }
}

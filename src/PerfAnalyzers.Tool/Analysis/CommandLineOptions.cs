using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>The options of a project, in which what the command line says wins.</summary>
internal sealed class CommandLineOptions(
    AnalyzerConfigOptionsProvider project, ImmutableDictionary<string, string> commandLine) : AnalyzerConfigOptionsProvider
{
    private readonly ConditionalWeakTable<AnalyzerConfigOptions, Merged> merged = new();

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Merged(project.GlobalOptions, commandLine);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Merge(project.GetOptions(tree));

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Merge(project.GetOptions(textFile));

    // One object for each set of options: the rules remember what they have read from it.
    private AnalyzerConfigOptions Merge(AnalyzerConfigOptions options) =>
        commandLine.IsEmpty ? options : merged.GetValue(options, own => new Merged(own, commandLine));

    private sealed class Merged(AnalyzerConfigOptions project, ImmutableDictionary<string, string> commandLine) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => project.Keys.Union(commandLine.Keys);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            commandLine.TryGetValue(key, out value) || project.TryGetValue(key, out value);
    }
}

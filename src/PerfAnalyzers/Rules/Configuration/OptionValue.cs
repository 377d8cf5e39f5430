using PerfAnalyzers.Host;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.Rules.Configuration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionValue() : RuleAnalyzer(Descriptor)
{
    internal const string Id = "PERF0002";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Neutral, throughput: Impact.Neutral,
        title: "Every option is one that exists, with a value that it takes",
        message: "'{0} = {1}' has no effect: {2}");

    private protected override void Start(CompilationStartAnalysisContext start)
    {
        start.RegisterAdditionalFileAction(context =>
        {
            foreach (var line in OptionLine.In(context.AdditionalFile, context.CancellationToken))
                if ((PerfOption.WhatIsWrong(line.Key, line.Value) ?? WhatIsMissing(line, context)) is { } problem)
                    context.ReportDiagnostic(Diagnostic.Create(Rule, line.Location, line.Key, line.Value, problem));
        });
        start.RegisterCompilationEndAction(ReportUnseen);
    }

    private static string? WhatIsMissing(OptionLine line, AdditionalFileAnalysisContext context) =>
        line.Key == PerfOption.ExcludedSymbols.Key
            ? ExcludedSymbols.In(line.Value).Select(name => NamedApi.WhatIsMissing(name, context)).OfType<string>().FirstOrDefault()
            : null;

    /// <summary>Options from files that are not among the additional files have no place to point at.</summary>
    private void ReportUnseen(CompilationAnalysisContext context)
    {
        var seen = context.Options.AdditionalFiles
            .SelectMany(file => OptionLine.In(file, context.CancellationToken)).Select(line => (line.Key, line.Value)).ToImmutableHashSet();
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var written =
            from options in context.Compilation.SyntaxTrees.Select(provider.GetOptions).Append(provider.GlobalOptions).Distinct()
            from key in options.Keys
            where key.StartsWith(PerfOption.Prefix, StringComparison.OrdinalIgnoreCase)
            select (Key: key.ToLowerInvariant(), Value: options.TryGetValue(key, out var value) ? value.Trim() : "");
        foreach (var (key, value) in written.Distinct().Except(seen))
            if (PerfOption.WhatIsWrong(key, value) is { } problem)
                context.ReportDiagnostic(Diagnostic.Create(Rule, Location.None, key, value, problem));
    }
}

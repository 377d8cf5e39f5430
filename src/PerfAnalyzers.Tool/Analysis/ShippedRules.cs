using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>Every rule that comes with the command.</summary>
internal static class ShippedRules
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. from type in typeof(RuleAnalyzer).Assembly.GetTypes()
           where !type.IsAbstract && type.IsAssignableTo(typeof(RuleAnalyzer))
           let rule = (DiagnosticAnalyzer)Activator.CreateInstance(type)!
           orderby rule.SupportedDiagnostics[0].Id
           select rule,
    ];

    public static IEnumerable<DiagnosticDescriptor> Descriptors => All.SelectMany(rule => rule.SupportedDiagnostics);

    public static ImmutableHashSet<string> Ids { get; } = [.. Descriptors.Select(rule => rule.Id)];

    /// <summary>What the advice of a rule does to latency and to throughput, as its descriptor's tags say.</summary>
    public static string EffectOn(string what, DiagnosticDescriptor rule)
    {
        var tag = rule.CustomTags.Select(tag => tag.Split(": ")).FirstOrDefault(tag => tag[0] == what);
        return tag is [_, var effect] ? effect.ToLowerInvariant() : "";
    }
}

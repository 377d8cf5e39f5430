using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>Every rule of the assembly PerfAnalyzers, found by reflection: a new rule is measured without a change here.</summary>
internal static class OurRules
{
    public const string AssemblyName = "PerfAnalyzers";

    private static readonly Assembly Assembly = Assembly.Load(AssemblyName);

    public static AnalyzerSet Together { get; } = new("all rules", [.. Instances().OrderBy(Id, StringComparer.Ordinal)]);

    public static IReadOnlyList<AnalyzerSet> Each { get; } =
        [.. Together.Analyzers.Select(rule => new AnalyzerSet($"{Id(rule)} {rule.GetType().Name}", [rule]))];

    /// <summary>With the commit that it was built from, where the build knows it.</summary>
    public static string Version
    {
        get
        {
            var version = Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            return version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number} at {commit[..7]}" : version;
        }
    }

    private static IEnumerable<DiagnosticAnalyzer> Instances() =>
        from type in Assembly.GetTypes()
        where !type.IsAbstract && type.IsAssignableTo(typeof(DiagnosticAnalyzer))
        select (DiagnosticAnalyzer)Activator.CreateInstance(type)!;

    private static string Id(DiagnosticAnalyzer rule) => rule.SupportedDiagnostics[0].Id;
}

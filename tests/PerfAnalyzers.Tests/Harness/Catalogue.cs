using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>Every rule and every fix there is, found by reflection.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<DiagnosticAnalyzer> Rules { get; } = Instances<DiagnosticAnalyzer>(typeof(PerfAnalyzer));

    public static IReadOnlyList<CodeFixProvider> Fixes { get; } = Instances<CodeFixProvider>(typeof(PerfFix));

    private static IReadOnlyList<T> Instances<T>(Type inAssemblyOf) =>
        [.. inAssemblyOf.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T))).Select(type => (T)Activator.CreateInstance(type)!)];
}

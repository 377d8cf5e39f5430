using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>
/// Looks at nothing. As soon as one analyzer wants more than syntax, the compiler checks the whole project first, as every build does
/// anyway; what that takes is not the price of a rule.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CompilerAlone : DiagnosticAnalyzer
{
    public static readonly AnalyzerSet Set = new("the compiler alone", [new CompilerAlone()]);

    private static readonly DiagnosticDescriptor Descriptor = new(
        "BENCH01", "Nothing", "Nothing", "Benchmarks", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(_ => { }, SymbolKind.NamedType);
    }
}

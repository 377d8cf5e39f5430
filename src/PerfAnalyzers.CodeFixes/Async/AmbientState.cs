using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>State that flows with the call: what an async method writes there does not reach its caller.</summary>
internal static class AmbientState
{
    public static bool IsWrittenIn(SyntaxNode function, SemanticModel model, CancellationToken cancellation) =>
        function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IPropertySymbol property
            && (property.Name, property.ContainingType.Name) is ("Value", "AsyncLocal") or ("Current", "Activity")
                or ("CurrentCulture" or "CurrentUICulture", "CultureInfo" or "Thread"));
}

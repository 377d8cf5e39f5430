using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>Code with errors is analysed as far as it can be understood; the user must know that findings may be missing.</summary>
internal static class CompileErrors
{
    private static readonly string[] UnknownNames = ["CS0246", "CS0234", "CS0012", "CS0103", "CS0400"];

    public static Problem? Of(Project project, IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(IsError).OrderBy(error => error.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(error => error.Location.SourceSpan.Start).ToList();
        if (errors.Count == 0)
            return null;

        var first = errors.Find(error => error.Location.IsInSource) ?? errors[0];
        var place = first.Location.GetMappedLineSpan();
        var amount = errors.Count == 1 ? "one error" : $"{errors.Count} errors, the first";
        return new Problem(
            place.Path is { Length: > 0 } path ? path : project.FilePath ?? project.Name,
            place.IsValid && place.Path.Length > 0 ? place.StartLinePosition.Line + 1 : null,
            $"{TargetFrameworks.NameOf(project)} does not compile ({amount}: {first.Id}: {first.GetMessage()}); findings may be missing.",
            UnknownNames.Contains(first.Id)
                ? "Restore it, and build what generates code in it."
                : "Mend it until 'dotnet build' succeeds.");
    }

    private static bool IsError(Diagnostic diagnostic) =>
        diagnostic is { Severity: DiagnosticSeverity.Error, IsWarningAsError: false }
        && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);
}

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>One place that a rule reports.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">How loud it is, after what the project's configuration says.</param>
/// <param name="Message">What the user reads.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Steps">The calls that lead from there to what the finding is about.</param>
/// <param name="Project">The project that has it.</param>
/// <param name="Line">The line of code; empty where it stands in no code.</param>
internal sealed record Finding(
    DiagnosticDescriptor Rule, DiagnosticSeverity Severity, string Message, FileLinePositionSpan Place,
    ImmutableArray<FileLinePositionSpan> Steps, string Project, string Line)
{
    public static Finding From(Diagnostic diagnostic, string project) => new(
        diagnostic.Descriptor, diagnostic.Severity, diagnostic.GetMessage(), diagnostic.Location.GetMappedLineSpan(),
        [.. diagnostic.AdditionalLocations.Select(location => location.GetMappedLineSpan())],
        project, LineOf(diagnostic.Location));

    /// <summary>True for errors too, which are warnings that the configuration has raised.</summary>
    public bool IsWarning => Severity >= DiagnosticSeverity.Warning;

    /// <summary>What makes it the same finding where two projects compile one file.</summary>
    public (string Rule, FileLinePositionSpan Place, string Message) Key => (Rule.Id, Place, Message);

    private static string LineOf(Location location) =>
        location.SourceTree?.GetText() is { } text ? text.Lines.GetLineFromPosition(location.SourceSpan.Start).ToString() : "";
}

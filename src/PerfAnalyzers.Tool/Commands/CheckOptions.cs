namespace PerfAnalyzers.Tool.Commands;

/// <summary>What makes <c>check</c> fail.</summary>
internal enum FailOn { Warning, Info, Never }

/// <param name="Path">The solution, project or folder.</param>
/// <param name="Projects">The names of the projects to analyse; all where there is none.</param>
/// <param name="Restores">True to restore packages first.</param>
/// <param name="Overrides">Options that win over those of the projects, by their keys in .editorconfig.</param>
/// <param name="Sarif">Where to write SARIF.</param>
/// <param name="Html">Where to write the report.</param>
/// <param name="FailOn">Which findings make the command fail.</param>
/// <param name="Verbosity">How much it says.</param>
internal sealed record CheckOptions(
    string Path, IReadOnlyList<string> Projects, bool Restores, ImmutableDictionary<string, string> Overrides,
    string? Sarif, string? Html, FailOn FailOn, Verbosity Verbosity);

namespace PerfAnalyzers.Tool.Commands;

/// <param name="Path">The solution, project or folder.</param>
/// <param name="Restores">True to restore packages first.</param>
/// <param name="Verifies">True to compare with the file instead of writing it.</param>
/// <param name="Verbosity">How much the command says.</param>
internal sealed record LearnOptions(string Path, bool Restores, bool Verifies, Verbosity Verbosity);

namespace PerfAnalyzers.Tool.Commands;

/// <param name="Place">The file and the line: <c>src/Shop.cs:42</c>.</param>
/// <param name="Solution">The solution or project to load; null for the first one above the file.</param>
/// <param name="Restores">True to restore packages first.</param>
internal sealed record ExplainOptions(string Place, string? Solution, bool Restores);

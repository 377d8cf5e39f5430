namespace PerfAnalyzers.Demo.Changes;

internal enum LineKind { Context, Removed, Added }

/// <param name="Number">Line number in the new file, or in the old one for a removed line.</param>
internal sealed record ChangedLine(LineKind Kind, int Number, string Text);

/// <summary>The changes of one file: hunks of lines with some context.</summary>
internal sealed record FileChange(string File, List<List<ChangedLine>> Hunks)
{
    public int Added => Count(LineKind.Added);

    public int Removed => Count(LineKind.Removed);

    private int Count(LineKind kind) => Hunks.Sum(hunk => hunk.Count(line => line.Kind == kind));
}

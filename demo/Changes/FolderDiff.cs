using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace PerfAnalyzers.Demo.Changes;

/// <summary>The difference between the C# files of two folders.</summary>
internal static class FolderDiff
{
    private const int Context = 2;

    public static List<FileChange> Between(string before, string after) =>
    [
        .. SourceFiles.In(before).Union(SourceFiles.In(after)).Order(StringComparer.Ordinal)
            .Select(file => Between(file, TextOf(before, file), TextOf(after, file)))
            .Where(change => change.Hunks.Count > 0)
    ];

    public static FileChange Between(string file, string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new LineChunker());
        var hunks = new List<List<ChangedLine>>();
        DiffBlock? previous = null;
        foreach (var block in diff.DiffBlocks)
        {
            var contextStart = Math.Max(0, block.InsertStartB - Context);
            var previousEnd = previous is null ? 0 : previous.InsertStartB + previous.InsertCountB;
            if (previous is null || previousEnd + Context < contextStart)
            {
                CloseLast(hunks, diff, previousEnd, until: previousEnd + Context);
                hunks.Add([]);
            }
            else
            {
                contextStart = previousEnd;
            }

            AddContext(hunks[^1], diff, contextStart, block.InsertStartB);
            for (var line = 0; line < block.DeleteCountA; line++)
                hunks[^1].Add(new ChangedLine(LineKind.Removed, block.DeleteStartA + line + 1, diff.PiecesOld[block.DeleteStartA + line]));
            for (var line = 0; line < block.InsertCountB; line++)
                hunks[^1].Add(new ChangedLine(LineKind.Added, block.InsertStartB + line + 1, diff.PiecesNew[block.InsertStartB + line]));
            previous = block;
        }

        if (previous is not null)
            CloseLast(hunks, diff, previous.InsertStartB + previous.InsertCountB, until: previous.InsertStartB + previous.InsertCountB + Context);
        return new FileChange(file, hunks);
    }

    private static void CloseLast(List<List<ChangedLine>> hunks, DiffResult diff, int from, int until)
    {
        if (hunks.Count > 0)
            AddContext(hunks[^1], diff, from, Math.Min(until, diff.PiecesNew.Count));
    }

    private static void AddContext(List<ChangedLine> hunk, DiffResult diff, int from, int until)
    {
        for (var line = from; line < until; line++)
            hunk.Add(new ChangedLine(LineKind.Context, line + 1, diff.PiecesNew[line]));
    }

    private static string TextOf(string folder, string file) =>
        Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllText(path) : "";
}

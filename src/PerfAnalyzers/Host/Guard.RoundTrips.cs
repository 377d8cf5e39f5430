namespace PerfAnalyzers.Host;

/// <summary>Guards of the rules about round trips in loops.</summary>
internal sealed partial class Guard
{
    public static readonly Guard FillsCache = new("PERF0301", "The loop fills an entry of a cache, which happens once for many calls.");

    public static readonly Guard InTransaction = new(
        "PERF0302", "A transaction spans the loop already, so that SQLite waits for the disk once.");
}

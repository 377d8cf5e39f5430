namespace PerfAnalyzers.Tool.Commands;

/// <summary>What a build script can tell the outcomes apart by.</summary>
internal static class ExitCode
{
    public const int Passed = 0;

    /// <summary>There are findings of the level that was asked for.</summary>
    public const int Findings = 1;

    /// <summary>The arguments are wrong, or nothing of what they name could be analysed.</summary>
    public const int WrongUsage = 2;

    /// <summary>As shells report an interrupted process.</summary>
    public const int Cancelled = 130;
}

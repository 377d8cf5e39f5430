using System.Diagnostics;

namespace NewRule;

/// <summary>The clone that the command runs in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Builds the tests and lets them write the files that are made from the rules; false where that fails.</summary>
    public static bool Regenerate()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Root };
        foreach (var word in (string[])["run", "--project", "tests/PerfAnalyzers.Tests", "-v", "q", "--", "-class", "PerfAnalyzers.Tests.House.GeneratedFileTests"])
            start.ArgumentList.Add(word);
        start.Environment["PERFANALYZERS_REGENERATE"] = "1";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside a clone of the repository.");
        return folder;
    }
}

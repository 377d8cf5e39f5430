namespace PerfAnalyzers.Tests.Harness;

internal static class Repository
{
    public static string Path(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "global.json")))
            folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, relative);
    }
}

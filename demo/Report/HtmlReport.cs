namespace PerfAnalyzers.Demo.Report;

internal static class HtmlReport
{
    public static async Task<string> WriteAsync(DemoResult result, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "x", cancellationToken);
        return path;
    }
}

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Names files as seen from a folder, with <c>/</c> on every system; what lies elsewhere keeps its full path.</summary>
internal sealed class RelativePaths(string folder)
{
    public string Of(string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        var isBelow = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar);
        return (isBelow ? relative : path).Replace('\\', '/');
    }
}

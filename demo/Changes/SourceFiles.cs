namespace PerfAnalyzers.Demo.Changes;

/// <summary>The files of a project that a person wrote: no build output, no database.</summary>
internal static class SourceFiles
{
    private static readonly string[] BuildFolders = ["bin", "obj"];

    /// <summary>Paths of the C# files, relative to the folder, with forward slashes.</summary>
    public static IEnumerable<string> In(string folder) =>
        All(folder).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static void Copy(string source, string target)
    {
        foreach (var file in All(source).Where(file => !file.Contains(".db", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }
    }

    private static IEnumerable<string> All(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !BuildFolders.Contains(file.Split('/')[0]));
}

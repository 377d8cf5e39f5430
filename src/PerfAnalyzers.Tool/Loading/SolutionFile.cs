using System.Xml;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>What a .sln or .slnx lists.</summary>
internal static class SolutionFile
{
    public static bool IsOne(string path) => Path.GetExtension(path).ToLowerInvariant() is ".sln" or ".slnx";

    /// <returns>The full paths of the projects, of whatever language.</returns>
    /// <exception cref="TargetException">The solution cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> Read(string path, CancellationToken cancellation)
    {
        try
        {
            var solution = await SolutionSerializers.GetSerializerByMoniker(path)!.OpenAsync(path, cancellation);
            var folder = Path.GetDirectoryName(path)!;
            var projects = solution.SolutionProjects.Select(project => project.FilePath.Replace('\\', '/'));
            return [.. projects.Select(project => Path.GetFullPath(project, folder)).Distinct()];
        }
        catch (Exception failure) when (failure is SolutionException or XmlException or InvalidOperationException or ArgumentException)
        {
            var line = LineOf(failure) is { } number ? $"({number})" : "";
            throw new TargetException($"{path}{line}: the solution cannot be read: {failure.Message}");
        }
    }

    private static int? LineOf(Exception failure) => failure switch
    {
        SolutionException solution => solution.Line,
        XmlException xml => xml.LineNumber,
        _ => null,
    };

    /// <summary>Writes a solution of some projects; what is built of it sees the folder of the real one.</summary>
    public static async Task Write(string path, IEnumerable<string> projects, CancellationToken cancellation)
    {
        var solution = new SolutionModel();
        foreach (var project in projects)
            solution.AddProject(project);
        await SolutionSerializers.SlnXml.SaveAsync(path, solution, cancellation);
    }
}

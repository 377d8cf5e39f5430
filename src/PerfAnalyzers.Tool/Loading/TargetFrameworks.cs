using NuGet.Frameworks;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>Which of the target frameworks of a project is analysed: its code is mostly the same in all.</summary>
internal static class TargetFrameworks
{
    private static readonly string[] Kinds =
        [FrameworkConstants.FrameworkIdentifiers.NetCoreApp, FrameworkConstants.FrameworkIdentifiers.NetStandard];

    /// <summary>One project for each project file: that of the highest framework, where servers run.</summary>
    public static IEnumerable<Project> Highest(IEnumerable<Project> projects) =>
        from project in projects
        group project by project.FilePath ?? project.Name into file
        select file.OrderBy(project => Rank(FrameworkOf(project))).ThenByDescending(project => FrameworkOf(project).Version).First();

    /// <summary>The name without the framework that is added to it where a project has several.</summary>
    public static string NameOf(Project project) => Path.GetFileNameWithoutExtension(project.FilePath) ?? project.Name;

    // .NET before .NET Standard before .NET Framework, without a platform before one of a client.
    private static (int Kind, bool HasPlatform) Rank(NuGetFramework framework)
    {
        var kind = Array.IndexOf(Kinds, framework.Framework);
        return (kind < 0 ? Kinds.Length : kind, framework.HasPlatform);
    }

    // The workspace adds it to the name: Shop(net10.0).
    private static NuGetFramework FrameworkOf(Project project) => project.Name.EndsWith(')')
        ? NuGetFramework.Parse(project.Name[(project.Name.LastIndexOf('(') + 1)..^1])
        : NuGetFramework.AnyFramework;
}

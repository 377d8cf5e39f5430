using System.Reflection;

namespace PerfAnalyzers.Tool.Reporting;

internal static class ToolVersion
{
    /// <summary>The version of the package, without the commit.</summary>
    public static string Current { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

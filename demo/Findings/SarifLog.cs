using System.Text.Json;

namespace PerfAnalyzers.Demo.Findings;

/// <summary>Reads the log that the compiler writes with <c>-p:ErrorLog=file,version=2.1</c>.</summary>
internal static class SarifLog
{
    private const string OurPrefix = "PERF";

    /// <summary>What our rules reported, by rule and place; suppressed findings are left out.</summary>
    public static List<Finding> Read(string path, string projectFolder)
    {
        using var log = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. from run in log.RootElement.GetProperty("runs").EnumerateArray()
               from result in run.GetProperty("results").EnumerateArray()
               where result.GetProperty("ruleId").GetString()!.StartsWith(OurPrefix, StringComparison.Ordinal)
               where !result.TryGetProperty("suppressions", out var suppressions) || suppressions.GetArrayLength() == 0
               let finding = ToFinding(result, projectFolder)
               orderby finding.Rule, finding.File, finding.Line
               select finding
        ];
    }

    private static Finding ToFinding(JsonElement result, string projectFolder)
    {
        var (file, line) = result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0
            ? ToPlace(locations[0].GetProperty("physicalLocation"), projectFolder)
            : ("(project)", 0);
        return new Finding(
            result.GetProperty("ruleId").GetString()!,
            file,
            line,
            result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
            result.GetProperty("message").GetProperty("text").GetString()!);
    }

    private static (string File, int Line) ToPlace(JsonElement location, string projectFolder)
    {
        var uri = new Uri(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!, UriKind.RelativeOrAbsolute);
        var path = uri.IsAbsoluteUri ? Path.GetRelativePath(projectFolder, uri.LocalPath) : uri.OriginalString;
        return (path.Replace('\\', '/'), location.GetProperty("region").GetProperty("startLine").GetInt32());
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests;

/// <summary>A finding as a build lists it; the level is that of SARIF: error, warning, note.</summary>
internal sealed record Finding(string Id, string Level, string File, int Line, string Message);

/// <summary>What came out of a build.</summary>
internal sealed record BuildResult(int ExitCode, string Output, IReadOnlyList<Finding> Findings)
{
    public BuildResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    public IEnumerable<string> Places(string id) => Findings.Where(finding => finding.Id == id).Select(finding => $"{finding.File}({finding.Line})").Order();
}

/// <summary>A user's project, a copy of Consumer/, somewhere outside the repository.</summary>
internal sealed class ConsumerProject
{
    public ConsumerProject(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        EditorConfig("");
    }

    public string Folder { get; }

    public string ProjectFile => Path.Combine(Folder, "Shop.csproj");

    /// <summary>Every place that a comment <c>// PERF0103</c> on the line before announces.</summary>
    public IEnumerable<(string Id, string Place)> Announced =>
        from file in Directory.GetFiles(Folder, "*.cs")
        from line in File.ReadLines(file).Select((text, index) => (Match: Regex.Match(text, @"^\s*// (PERF\d{4})$"), Number: index + 2))
        where line.Match.Success
        select (line.Match.Groups[1].Value, $"{Path.GetFileName(file)}({line.Number})");

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public void EditorConfig(string lines) => Write(".editorconfig", $"root = true\n[*.cs]\n{lines}\n");

    public async Task<BuildResult> Build(params string[] properties)
    {
        var log = Path.Combine(Folder, "build.sarif");
        File.Delete(log);
        var (exitCode, output) = await DotNet.Run(
            Folder, ["build", "--no-incremental", "-v", "q", "-nologo", $"-p:ErrorLog={log}%2Cversion=2.1", .. properties.Select(property => "-p:" + property)]);
        return new(exitCode, output, File.Exists(log) ? ReadLog(await File.ReadAllTextAsync(log)) : []);
    }

    public Task<string> Format(params string[] ids) =>
        DotNet.Succeed(Folder, ["format", "analyzers", "--severity", "info", "--no-restore", "--diagnostics", .. ids]);

    private static List<Finding> ReadLog(string sarif)
    {
        using var document = JsonDocument.Parse(sarif);
        return
        [
            .. from result in document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
               let id = result.GetProperty("ruleId").GetString()!
               where id.StartsWith("PERF", StringComparison.Ordinal) || id is "AD0001" or "CS8032"
               let place = result.TryGetProperty("locations", out var locations) ? locations[0].GetProperty("physicalLocation") : default
               select new Finding(
                   id,
                   result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
                   place.ValueKind == JsonValueKind.Undefined ? "" : Path.GetFileName(new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath),
                   place.ValueKind == JsonValueKind.Undefined ? 0 : place.GetProperty("region").GetProperty("startLine").GetInt32(),
                   result.GetProperty("message").GetProperty("text").GetString()!),
        ];
    }
}

using System.Text.RegularExpressions;
using PerfAnalyzers.Host;

namespace NewRule;

/// <summary>The files of a rule before anybody has thought about it: they compile, and only its page fails its test.</summary>
/// <param name="root">The root of the repository.</param>
/// <param name="id">PERF and four digits.</param>
/// <param name="name">The class of the rule.</param>
/// <param name="title">Its sentence, without a full stop.</param>
internal sealed class Skeleton(string root, string id, string name, string title)
{
    private const string Releases = "src/PerfAnalyzers/AnalyzerReleases.Unshipped.md";

    private string Family => PerfRule.CategoryOf(id).ToString();

    /// <summary>What to write instead; null where the arguments make a rule.</summary>
    public string? WhatIsWrong()
    {
        if (!Regex.IsMatch(id, @"^PERF\d{4}$"))
            return $"'{id}' is not an id; write PERF and four digits";
        if (!Enum.IsDefined(PerfRule.CategoryOf(id)) || PerfRule.CategoryOf(id) == RuleCategory.Configuration)
            return $"'{id}' is in no family of rules about code; the families are {string.Join(", ", Families())}";
        if (!Regex.IsMatch(name, "^[A-Z][A-Za-z]+$"))
            return $"'{name}' is not a class name in Pascal case, such as AwaitTogether";
        if (!Regex.IsMatch(title, @"^[A-Z].*[^.\s]$"))
            return $"'{title}' is not a sentence that begins with a capital letter and has no full stop";
        return Taken() is { } taken ? $"{taken} exists already" : null;
    }

    /// <summary>Writes the files; returns their paths below the root.</summary>
    public IEnumerable<string> Write()
    {
        foreach (var (path, template) in Files())
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Fill(template));
            yield return path;
        }
        AddRelease();
        yield return Releases;
    }

    /// <summary>Each file with its template.</summary>
    public IEnumerable<(string Path, string Template)> Files() =>
    [
        ($"src/PerfAnalyzers/Rules/{Family}/{name}.cs", "Rule.txt"),
        ($"src/PerfAnalyzers.CodeFixes/Rules/{Family}/{name}Fix.cs", "Fix.txt"),
        ($"tests/PerfAnalyzers.Tests/Rules/{Family}/{name}Tests.cs", "Tests.txt"),
        ($"docs/rules/{id}.md", "Page.txt"),
    ];

    public string Fill(string template)
    {
        using var stream = typeof(Skeleton).Assembly.GetManifestResourceStream(template)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n")
            .Replace("{Id}", id).Replace("{Name}", name).Replace("{Family}", Family).Replace("{Title}", title);
    }

    private void AddRelease()
    {
        var file = Path.Combine(root, Releases);
        var lines = File.ReadAllLines(file).ToList();
        var line = $"{id} | Performance.{Family} | Info | {name}";
        var at = lines.FindIndex(other => other.StartsWith("PERF", StringComparison.Ordinal) && string.CompareOrdinal(other, line) > 0);
        lines.Insert(at < 0 ? lines.Count : at, line);
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
    }

    private string? Taken() =>
        Files().Select(file => file.Path).FirstOrDefault(path => File.Exists(Path.Combine(root, path)))
        ?? (File.ReadAllText(Path.Combine(root, Releases)).Contains(id + " ") ? id : null);

    private static IEnumerable<string> Families() =>
        Enum.GetValues<RuleCategory>().Where(family => family != RuleCategory.Configuration).Select(family => $"{(int)family:00} {family}");
}

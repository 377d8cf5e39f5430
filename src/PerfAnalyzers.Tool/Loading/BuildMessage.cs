using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>A message of MSBuild or NuGet, in the form <c>file(line,column): error CODE: text [project]</c>.</summary>
internal sealed partial record BuildMessage(string File, int? Line, string Code, string Text, string Project)
{
    public static IEnumerable<BuildMessage> ErrorsIn(string output) =>
        output.Split('\n').Select(line => Parse(line.Trim())).OfType<BuildMessage>().Distinct();

    public static BuildMessage? Parse(string line)
    {
        if (Form().Match(line) is not { Success: true } match)
            return null;
        return new BuildMessage(
            match.Groups["file"].Value.Trim(),
            int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            match.Groups["code"].Value, match.Groups["text"].Value.Trim(), match.Groups["project"].Value);
    }

    /// <summary>The user's file that is to be mended: not a file of the SDK that noticed it.</summary>
    public Problem ToProblem()
    {
        var isOfProject = Project.Length == 0 || IsProjectFile(File);
        return new Problem(isOfProject ? File : Project, isOfProject ? Line : null, $"{Code}: {Text}", Remedy.For(Code, Text));
    }

    private static bool IsProjectFile(string file) => Path.GetExtension(file).EndsWith("proj", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?<file>[^()\[\]]+?)\s*(\((?<line>\d+)(,[\d,-]+)?\))?\s*:\s*error\s+(?<code>[A-Z]+\d+)\s*:"
        + @"\s*(?<text>.*?)(\s\[(?<project>[^\[\]]+)\])?$")]
    private static partial Regex Form();
}

using System.Text.RegularExpressions;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Limits of taste, kept by counting.</summary>
public class SourceTests
{
    private const int LongestFile = 300;
    private const int LongestTest = 400;
    private const int LongestRule = 120;

    [Fact]
    public void Files_stay_short_enough_to_read() => AssertNone(
        from file in SourceFiles()
        let limit = file.StartsWith("tests/", StringComparison.Ordinal) ? LongestTest : file.StartsWith("src/PerfAnalyzers/Rules/", StringComparison.Ordinal) ? LongestRule : LongestFile
        let lines = File.ReadLines(Repository.Path(file)).Count()
        where lines > limit
        select $"{file}: {lines} lines, {limit} allowed; split it by idea");

    [Fact]
    public void Files_are_named_for_what_they_hold() => AssertNone(
        from file in SourceFiles()
        where Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(Utils?|Utilities|Helpers?|Common|Manager|Misc|Extensions)$")
        select $"{file}: name the file for the question it answers");

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(
        from file in SourceFiles()
        where !file.EndsWith("House/SourceTests.cs", StringComparison.Ordinal)
        from line in File.ReadLines(Repository.Path(file)).Select((text, index) => (Text: text, Number: index + 1))
        where Regex.IsMatch(line.Text, @"\b(TODO|FIXME|HACK|XXX)\b|#region|NotImplementedException")
        select $"{file}({line.Number}): {line.Text.Trim()}");

    private static IEnumerable<string> SourceFiles() =>
        from folder in (string[])["src", "tests", "demo", "benchmarks"]
        where Directory.Exists(Repository.Path(folder))
        from file in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/')
        where !relative.Contains("/bin/") && !relative.Contains("/obj/")
        orderby relative
        select relative;

    private static void AssertNone(IEnumerable<string> problems) => Assert.Empty(problems);
}

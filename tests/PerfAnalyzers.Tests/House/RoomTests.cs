using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>Rooms are folders and namespaces; each uses only those before it, so that a question is never asked of whoever asks it.</summary>
public class RoomTests
{
    private static readonly string[] Analyzers = ["Code", "Knowledge", "Effects", "Paths", "Host", "Rules"];
    private static readonly string[] Fixes = ["Host", "Writing", "Async", "Rules"];

    private static readonly string[] Tool = ["Loading", "Analysis", "Learning", "Explaining", "Reporting", "Commands"];

    private static readonly string[] Families =
        [.. Directory.EnumerateDirectories(Repository.Path("src/PerfAnalyzers/Rules")).Select(folder => Path.GetFileName(folder)!)];

    [Fact]
    public void A_room_uses_only_rooms_before_it()
    {
        Assert.Empty(Backwards("src/PerfAnalyzers", "PerfAnalyzers", Analyzers));
        Assert.Empty(Backwards("src/PerfAnalyzers.CodeFixes", "PerfAnalyzers.CodeFixes", Fixes));
        Assert.Empty(Backwards("src/PerfAnalyzers.Tool", "PerfAnalyzers.Tool", Tool));
    }

    [Fact]
    public void A_family_of_rules_uses_no_other() => Assert.Empty(
        from file in Files("src/PerfAnalyzers/Rules").Concat(Files("src/PerfAnalyzers.CodeFixes/Rules"))
        let family = file.Split("/Rules/")[1].Split('/')[0]
        from name in NamesIn(file)
        where Families.Any(other => other != family && (name + ".").Contains($"Rules.{other}.", StringComparison.Ordinal))
        select $"{file} uses {name}");

    [Fact]
    public void Every_type_has_a_room() => Assert.Empty(
        from type in typeof(CallRule).Assembly.GetTypes().Concat(typeof(PerfFix).Assembly.GetTypes())
        where type.Namespace is null or "PerfAnalyzers" or "PerfAnalyzers.CodeFixes" && !type.FullName!.Contains('<')
        select type.FullName);

    [Fact]
    public void A_folder_is_a_namespace() => Assert.Empty(
        from project in (string[])["PerfAnalyzers", "PerfAnalyzers.CodeFixes", "PerfAnalyzers.Tool"]
        from file in Files("src/" + project)
        let expected = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
        let declared = Root(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(node => node.Name.ToString()).ToList()
        where declared.Any(name => name != expected)
        select $"{file} declares {string.Join(", ", declared)}");

    private static IEnumerable<string> Backwards(string folder, string root, string[] rooms) =>
        from file in Files(folder)
        let own = Array.IndexOf(rooms, file[(folder.Length + 1)..].Split('/')[0])
        from name in NamesIn(file)
        let used = Array.IndexOf(rooms, (name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..] : name).Split('.')[0])
        where own < 0 || used > own
        select $"{file} uses {name}";

    /// <summary>The qualified names of a file, in its usings and in its code: without one, a file sees only its own room.</summary>
    private static IEnumerable<string> NamesIn(string file) =>
        Root(file).DescendantNodes()
            .Where(node => node is QualifiedNameSyntax { Parent: not BaseNamespaceDeclarationSyntax } or MemberAccessExpressionSyntax)
            .Select(node => node.ToString()).Where(name => name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_'))
            .Distinct();

    private static Microsoft.CodeAnalysis.SyntaxNode Root(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.Path(file)), new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();

    private static IEnumerable<string> Files(string folder) =>
        from file in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/')
        where !relative.Contains("/bin/") && !relative.Contains("/obj/")
        orderby relative
        select relative;
}

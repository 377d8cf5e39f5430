using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.House;

/// <summary>
/// Which options the sources of a rule and of its fix read, themselves or in what they use: files are joined by the names of types and of extension
/// methods. What the hosts of the rules and of the fixes read counts for every rule.
/// </summary>
internal sealed class OptionUse
{
    private static readonly Lazy<OptionUse> Known = new(() => new());

    private readonly IReadOnlyDictionary<string, SyntaxNode> files =
        ((string[])["src/PerfAnalyzers", "src/PerfAnalyzers.CodeFixes"])
            .SelectMany(folder => Directory.GetFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/"))
            .ToDictionary(file => file, file => CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.Path(file))).GetRoot());

    private readonly ILookup<string, string> declarers;

    private OptionUse() => declarers = files
        .Where(file => !IsHost(file.Key))
        .SelectMany(file => DeclaredIn(file.Value).Select(name => (Name: name, File: file.Key)))
        .ToLookup(declared => declared.Name, declared => declared.File);

    public static OptionUse Instance => Known.Value;

    /// <summary>What every rule depends on, because its host reads it.</summary>
    public IEnumerable<PerfOption> OfEveryRule() => ReadIn(files.Keys.Where(file => IsHost(file) && !file.Contains("/Options/")));

    /// <summary>What the files read, and those that they use.</summary>
    public IEnumerable<PerfOption> Of(IEnumerable<string> sources)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(sources.Where(files.ContainsKey));
        while (open.TryPop(out var file))
            if (reached.Add(file))
                foreach (var used in files[file].DescendantNodes().OfType<SimpleNameSyntax>().SelectMany(name => declarers[name.Identifier.Text]))
                    open.Push(used);
        return ReadIn(reached);
    }

    private IEnumerable<PerfOption> ReadIn(IEnumerable<string> sources)
    {
        var named = sources.SelectMany(file => files[file].DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            .Where(access => access.Expression is IdentifierNameSyntax { Identifier.Text: nameof(PerfOption) })
            .Select(access => access.Name.Identifier.Text).ToHashSet();
        return typeof(PerfOption).GetFields().Where(field => named.Contains(field.Name)).Select(field => field.GetValue(null)).OfType<PerfOption>();
    }

    private static bool IsHost(string file) => file.Contains("/Host/");

    private static IEnumerable<string> DeclaredIn(SyntaxNode root) =>
        root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text)
            .Concat(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsExtension).Select(method => method.Identifier.Text));

    private static bool IsExtension(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;
}

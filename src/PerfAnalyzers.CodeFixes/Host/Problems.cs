using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>The errors and warnings of a document as the compiler reads its text, counted for each branch of its <c>#if</c>.</summary>
internal sealed class Problems
{
    private readonly ImmutableArray<ILookup<string, string>> branches;

    private Problems(ImmutableArray<ILookup<string, string>> branches) => this.branches = branches;

    public bool AreNone => branches.All(branch => branch.Count == 0);

    public static async Task<Problems> Of(Document document, CancellationToken cancellation)
    {
        var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
        var tree = (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!;
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var branches = Branches(tree, cancellation)
            .Select(options => CSharpSyntaxTree.ParseText(text, options, tree.FilePath, cancellation))
            .Select(branch => In(compilation.ReplaceSyntaxTree(tree, branch), branch, cancellation))
            .Prepend(In(compilation, tree, cancellation));
        return new(branches.Select(problems => problems.ToLookup(problem => problem)).ToImmutableArray());
    }

    /// <summary>True where a branch has more problems of a kind than it had before.</summary>
    public bool AreMoreThan(Problems before) => branches.Zip(before.branches, IsWorse).Any(isWorse => isWorse);

    private static bool IsWorse(ILookup<string, string> now, ILookup<string, string> before) =>
        now.Any(problems => problems.Count() > before[problems.Key].Count());

    /// <summary>For each symbol that the directives of the tree ask for, its options with that symbol the other way round.</summary>
    private static IEnumerable<CSharpParseOptions> Branches(SyntaxTree tree, CancellationToken cancellation)
    {
        var root = tree.GetRoot(cancellation);
        if (!root.ContainsDirectives || tree.Options is not CSharpParseOptions options)
            yield break;
        var asked = root.DescendantTrivia().Where(trivia => trivia.IsDirective)
            .Select(trivia => trivia.GetStructure()).OfType<ConditionalDirectiveTriviaSyntax>()
            .SelectMany(directive => directive.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            .Select(name => name.Identifier.ValueText);
        foreach (var symbol in asked.Distinct())
            yield return options.WithPreprocessorSymbols(options.PreprocessorSymbolNames.Contains(symbol)
                ? options.PreprocessorSymbolNames.Where(other => other != symbol)
                : options.PreprocessorSymbolNames.Append(symbol));
    }

    private static IEnumerable<string> In(Compilation compilation, SyntaxTree tree, CancellationToken cancellation)
    {
        var model = compilation.GetSemanticModel(tree);
        var crossed = RefStructAcrossAwait.Count(tree.GetRoot(cancellation), model, cancellation);
        return model.GetDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.Id)
            .Concat(Enumerable.Repeat("CS4007", crossed));
    }
}

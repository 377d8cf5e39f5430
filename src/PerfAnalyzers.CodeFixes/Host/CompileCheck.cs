using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Compiles a rewritten document in memory: a fix must not bring a new error, nor a warning that a strict build makes one.
/// What counts is the text as the compiler will read it, in every project that the file belongs to and in every branch of its <c>#if</c>.
/// </summary>
internal static class CompileCheck
{
    public static async Task<bool> IsWorse(Document before, Document after, CancellationToken cancellation)
    {
        var text = await after.GetTextAsync(cancellation).ConfigureAwait(false);
        foreach (var id in before.GetLinkedDocumentIds().Insert(0, before.Id))
        {
            var document = before.Project.Solution.GetDocument(id)!;
            var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
            var tree = (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!;
            foreach (var options in Branches(tree, cancellation))
            {
                var known = Problems(compilation, tree, await document.GetTextAsync(cancellation).ConfigureAwait(false), options, cancellation)
                    .GroupBy(problem => problem).ToDictionary(group => group.Key, group => group.Count());
                if (Problems(compilation, tree, text, options, cancellation)
                    .GroupBy(problem => problem).Any(group => !known.TryGetValue(group.Key, out var count) || group.Count() > count))
                    return true;
            }
        }
        return false;
    }

    /// <summary>The options of the tree, and once for each symbol that its directives ask for, the same with that symbol the other way round.</summary>
    private static IEnumerable<ParseOptions> Branches(SyntaxTree tree, CancellationToken cancellation)
    {
        yield return tree.Options;
        var root = tree.GetRoot(cancellation);
        if (!root.ContainsDirectives || tree.Options is not CSharpParseOptions options)
            yield break;
        var asked = root.DescendantTrivia().Where(trivia => trivia.IsDirective).Select(trivia => trivia.GetStructure()).OfType<ConditionalDirectiveTriviaSyntax>()
            .SelectMany(directive => directive.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()).Select(name => name.Identifier.ValueText);
        foreach (var symbol in asked.Distinct())
            yield return options.WithPreprocessorSymbols(options.PreprocessorSymbolNames.Contains(symbol)
                ? options.PreprocessorSymbolNames.Where(other => other != symbol)
                : options.PreprocessorSymbolNames.Append(symbol));
    }

    private static IEnumerable<string> Problems(Compilation compilation, SyntaxTree tree, SourceText text, ParseOptions options, CancellationToken cancellation)
    {
        var read = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)options, tree.FilePath, cancellation);
        var model = compilation.ReplaceSyntaxTree(tree, read).GetSemanticModel(read);
        var crossed = RefStructAcrossAwait.Count(read.GetRoot(cancellation), model, cancellation);
        return model.GetDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
            .Select(diagnostic => diagnostic.Id)
            .Concat(Enumerable.Repeat("CS4007", crossed));
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Simplification;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>Adds imports, shortens names and formats, but only the nodes that a fix has annotated for it.</summary>
internal static class Tidy
{
    public static async Task<Document> Document(Document document, CancellationToken cancellation)
    {
        var options = await Options(document, cancellation).ConfigureAwait(false);

        // Imports and names need a semantic model of the edited document, which is dear: only where they are asked for.
        if (await Has(Simplifier.AddImportsAnnotation).ConfigureAwait(false))
            document = await ImportAdder
                .AddImportsAsync(document, Simplifier.AddImportsAnnotation, options, cancellation).ConfigureAwait(false);
        if (await Has(Simplifier.Annotation).ConfigureAwait(false))
            document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, options, cancellation).ConfigureAwait(false);
        if (await Has(Formatter.Annotation).ConfigureAwait(false))
            document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellation).ConfigureAwait(false);
        return document;

        async Task<bool> Has(SyntaxAnnotation annotation) =>
            (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!.GetAnnotatedNodesAndTokens(annotation).Any();
    }

    /// <summary>The options of the document, with the line break and the tabs of its text.</summary>
    private static async Task<OptionSet> Options(Document document, CancellationToken cancellation)
    {
        OptionSet options = await document.GetOptionsAsync(cancellation).ConfigureAwait(false);
        var text = (await document.GetTextAsync(cancellation).ConfigureAwait(false)).ToString();
        if (text.Contains("\n\t"))
            options = options.WithChangedOption(FormattingOptions.UseTabs, LanguageNames.CSharp, true);
        var end = text.IndexOf('\n');
        if (end < 0)
            return options;
        var newLine = end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
        return options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, newLine);
    }
}

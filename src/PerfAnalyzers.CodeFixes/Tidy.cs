using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Simplification;

namespace PerfAnalyzers.CodeFixes;

/// <summary>Adds imports, shortens names and formats, but only the nodes that a fix has annotated for it.</summary>
internal static class Tidy
{
    public static async Task<Document> Document(Document document, CancellationToken cancellation)
    {
        document = await ImportAdder.AddImportsAsync(document, Simplifier.AddImportsAnnotation, cancellationToken: cancellation).ConfigureAwait(false);
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        return await Formatter.FormatAsync(document, Formatter.Annotation, await Options(document, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <summary>The options of the document, with the line break that its text has.</summary>
    private static async Task<OptionSet> Options(Document document, CancellationToken cancellation)
    {
        var options = await document.GetOptionsAsync(cancellation).ConfigureAwait(false);
        var text = (await document.GetTextAsync(cancellation).ConfigureAwait(false)).ToString();
        var end = text.IndexOf('\n');
        return end < 0 ? options : options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n");
    }
}

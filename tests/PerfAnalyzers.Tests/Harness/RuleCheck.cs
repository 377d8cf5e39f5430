using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>Runs one rule, and its fix, over one file.</summary>
internal static class RuleCheck
{
    public static async Task Run(DiagnosticAnalyzer rule, CodeFixProvider fix, string before, string? after, Given given)
    {
        var (_, marks) = Markup.Read(TestProject.Whole(before));
        var document = TestProject.Document(Markup.Strip(before), given);
        await AssertCompiles(document);

        var found = await Diagnostics(rule, document);
        AssertSame(marks, found, await document.GetTextAsync());
        if (after is null)
            return;

        var expected = TestProject.Whole(after);
        await AssertCompiles(TestProject.Document(after, given));
        Assert.Equal(expected, await OneByOne(rule, fix, document, given.Title));
        Assert.Equal(expected, await FixAll(rule, fix, document));
    }

    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(DiagnosticAnalyzer rule, Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        var analysis = compilation!.WithAnalyzers([rule], document.Project.AnalyzerOptions);
        var all = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(all, diagnostic => diagnostic.Id == "AD0001");
        return [.. all.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Location.SourceSpan.End)];
    }

    private static void AssertSame(IReadOnlyList<Mark> marks, ImmutableArray<Diagnostic> found, Microsoft.CodeAnalysis.Text.SourceText text)
    {
        var expected = marks.Select((mark, index) => Show(mark.Span, mark.Severity));
        var actual = found.Select((diagnostic, index) => Show(
            diagnostic.Location.SourceSpan, index < marks.Count && marks[index].Severity is null ? null : diagnostic.Severity));
        Assert.Equal(expected, actual);

        string Show(Microsoft.CodeAnalysis.Text.TextSpan span, DiagnosticSeverity? severity) => $"{severity}{span}: {text.ToString(span)}";
    }

    private static async Task<string> OneByOne(DiagnosticAnalyzer rule, CodeFixProvider fix, Document document, string? title)
    {
        while (true)
        {
            CodeAction? action = null;
            foreach (var diagnostic in await Diagnostics(rule, document))
            {
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (offered, _) => action ??= offered, default));
                if (action is not null)
                    break;
            }
            if (action is null)
                return (await document.GetTextAsync()).ToString();
            if (title is not null)
                Assert.Equal(title, action.Title);
            title = null;
            var operations = await action.GetOperationsAsync(default);
            document = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        }
    }

    private static async Task<string> FixAll(DiagnosticAnalyzer rule, CodeFixProvider fix, Document document)
    {
        var context = new FixAllContext(
            document, fix, FixAllScope.Document, codeActionEquivalenceKey: rule.SupportedDiagnostics[0].Id,
            [rule.SupportedDiagnostics[0].Id], new Found(rule), default);
        if (await fix.GetFixAllProvider()!.GetFixAsync(context) is { } action)
            document = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        return (await document.GetTextAsync()).ToString();
    }

    private static async Task AssertCompiles(Document document)
    {
        var model = await document.GetSemanticModelAsync();
        var errors = model!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors) + "\n" + await document.GetTextAsync());
    }

    private sealed class Found(DiagnosticAnalyzer rule) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            await Diagnostics(rule, project.Documents.Single(document => document.FilePath == TestProject.FileName));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) =>
            GetAllDiagnosticsAsync(document.Project, cancellation);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

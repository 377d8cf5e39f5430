using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Package.Tests;

/// <summary>The packed analyzers and fixes at work on projects that are open and edited.</summary>
public sealed class IdeTests(PackedFeed feed) : IAsyncLifetime
{
    private IdeSession ide = null!;

    public async ValueTask InitializeAsync() => ide = await IdeSession.Open(feed.NewConsumer().ProjectFile, feed.NewConsumer().ProjectFile);

    public ValueTask DisposeAsync()
    {
        ide.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Open_edit_light_bulb_and_fix_all()
    {
        Assert.Empty(ide.Failures);
        await Live_diagnostics_follow_an_edit();
        await A_light_bulb_is_applied();
        await Fix_all_reaches_its_scope_and_no_further();
        await Mistakes_in_editorconfig_are_shown_in_the_file();
    }

    private async Task Live_diagnostics_follow_an_edit()
    {
        var document = Document(0, "StockController.cs");
        var before = await IdeSession.LiveDiagnostics(document);
        var edited = await Replace(document, "return id.ToString();", "Thread.Sleep(5); return id.ToString();");

        var after = await IdeSession.LiveDiagnostics(edited);

        Assert.Equal(before.Length + 1, after.Length);
        Assert.Contains(await Findings(edited, after), text => text == "Thread.Sleep(5)");
        var broken = await Replace(edited, "Thread.Sleep(5);", "Thread.Sleep(");
        Assert.DoesNotContain(await IdeSession.LiveDiagnostics(broken), diagnostic => diagnostic.Id == "AD0001");
    }

    private async Task A_light_bulb_is_applied()
    {
        var document = Document(0, "StockController.cs");
        var diagnostic = Assert.Single(await IdeSession.LiveDiagnostics(document), found => found.Id == "PERF0103");

        var action = Assert.Single(await IdeSession.CodeActions(document, diagnostic));
        var solution = await IdeSession.Apply(action);

        Assert.Equal("Await Task.Delay", action.Title);
        var changed = solution.GetDocument(document.Id)!;
        Assert.Contains("        await Task.Delay(10);\n", (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString().ReplaceLineEndings("\n"));
        Assert.Empty(await IdeSession.Errors(changed.Project));
    }

    private async Task Fix_all_reaches_its_scope_and_no_further()
    {
        var start = Document(0, "OrdersController.cs");
        foreach (var (id, key) in await FixableIn(start))
            foreach (var (scope, reaches) in (IEnumerable<(FixAllScope, Func<Document, bool>)>)
                [
                    (FixAllScope.Document, document => document.Id == start.Id),
                    (FixAllScope.Project, document => document.Project.Id == start.Project.Id),
                    (FixAllScope.Solution, _ => true),
                ])
            {
                var solution = await IdeSession.FixAll(start, id, key, scope);

                foreach (var document in ide.Solution.Projects.SelectMany(project => project.Documents).Where(document => document.Name.EndsWith("Controller.cs", StringComparison.Ordinal)))
                {
                    var before = (await IdeSession.LiveDiagnostics(document)).Count(diagnostic => diagnostic.Id == id);
                    var after = (await IdeSession.LiveDiagnostics(solution.GetDocument(document.Id)!)).Count(diagnostic => diagnostic.Id == id);
                    Assert.Equal((scope, document.Name, reaches(document) ? 0 : before), (scope, document.Name, after));
                }
                foreach (var project in solution.Projects)
                    Assert.Empty(await IdeSession.Errors(project));
            }
    }

    private async Task Mistakes_in_editorconfig_are_shown_in_the_file()
    {
        var project = ide.Solution.Projects.First();
        var shown = Assert.Single(project.AdditionalDocuments, document => document.Name == ".editorconfig");
        Assert.Single(project.AnalyzerConfigDocuments, document => document.FilePath == shown.FilePath);
        var text = SourceText.From("root = true\n[*.cs]\nperfanalyzers.profile = fast\n");
        var edited = ide.Solution
            .WithAdditionalDocumentText(shown.Id, text)
            .WithAnalyzerConfigDocumentText(project.AnalyzerConfigDocuments.Single(document => document.FilePath == shown.FilePath).Id, text)
            .GetProject(project.Id)!;

        var found = Assert.Single(await IdeSession.AllDiagnostics(edited), diagnostic => diagnostic.Id == "PERF0002");

        Assert.Equal((shown.FilePath, 2), (found.Location.GetLineSpan().Path, found.Location.GetLineSpan().StartLinePosition.Line));
    }

    private Document Document(int project, string name) => ide.Solution.Projects.ElementAt(project).Documents.Single(document => document.Name == name);

    private static async Task<Document> Replace(Document document, string before, string after) =>
        document.WithText(SourceText.From((await document.GetTextAsync()).ToString().Replace(before, after)));

    private static async Task<IEnumerable<string>> Findings(Document document, IEnumerable<Diagnostic> diagnostics)
    {
        var text = await document.GetTextAsync();
        return diagnostics.Select(diagnostic => text.ToString(diagnostic.Location.SourceSpan));
    }

    private static async Task<IEnumerable<(string Id, string Key)>> FixableIn(Document document)
    {
        var fixable = new HashSet<(string, string)>();
        foreach (var diagnostic in await IdeSession.LiveDiagnostics(document))
            foreach (var action in await IdeSession.CodeActions(document, diagnostic))
                fixable.Add((diagnostic.Id, action.EquivalenceKey!));
        Assert.NotEmpty(fixable);
        return fixable;
    }
}

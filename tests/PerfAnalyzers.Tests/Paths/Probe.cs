using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Paths;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Paths;

/// <summary>Finds the call <c>Probe()</c> in test code and says on which path it runs.</summary>
internal static class Probe
{
    private const string Declaration = "global using static ProbeHolder;\npublic static class ProbeHolder { public static int Probe() => 0; }\n";

    public static async Task<CodePath> PathOf(string code, int reach = 2, Given? given = null, bool allowErrors = false)
    {
        var document = TestProject.Document(code, given ?? new());
        document = document.Project.AddDocument("Probe.cs", SourceText.From(Declaration)).Project.GetDocument(document.Id)!;
        var compilation = (await document.Project.GetCompilationAsync())!;
        var tree = (await document.GetSyntaxTreeAsync())!;
        var model = compilation.GetSemanticModel(tree);
        if (!allowErrors)
            Assert.DoesNotContain(model.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var call = (await tree.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>().Single(candidate => candidate.ToString() == "Probe()");
        return PerfAnalyzers.Host.Project.Of(compilation, document.Project.AnalyzerOptions).Paths.Find(model.GetOperation(call)!, reach, default);
    }
}

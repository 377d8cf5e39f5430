using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Benchmarks.Generated.Parts;

namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>
/// A web server of about as many lines as asked for: the same lines on every run, and the smaller server is the beginning of the larger.
/// </summary>
internal static class ServerCode
{
    private static readonly (string Name, Func<Feature, string> Write)[] Parts =
    [
        ("", EntityPart.Write), ("Mapper", MapperPart.Write), ("Repository", RepositoryPart.Write), ("Reports", ReportPart.Write),
        ("Service", ServicePart.Write), ("Controller", ControllerPart.Write), ("Client", ClientPart.Write), ("Cache", CachePart.Write),
        ("Worker", WorkerPart.Write), ("Calculator", CalculationPart.Write), ("Validator", ValidationPart.Write),
        ("Export", TextPart.Write),
    ];

    public static CSharpCompilation Compile(int lines)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Company.Server", Write(lines), ServerReferences.All, options);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0
            ? compilation
            : throw new InvalidOperationException($"The generated code does not compile: {errors.Count} errors, the first is\n{errors[0]}");
    }

    private static List<SyntaxTree> Write(int lines)
    {
        List<Feature> features = [];
        List<SyntaxTree> trees = [];
        for (var written = 0; written < lines;)
        {
            var feature = new Feature(features.Count);
            features.Add(feature);
            foreach (var (name, write) in Parts)
            {
                trees.Add(Parse(write(feature), $"{feature.Module}/{feature.Name}{name}.cs"));
                written += trees[^1].GetText().Lines.Count;
            }
        }

        var modules = features.GroupBy(feature => feature.Module).Select(module => module.ToList()).ToList();
        foreach (var module in modules)
            trees.Add(Parse(RegistrationPart.Module(module), $"{module[0].Module}/{module[0].Module}Services.cs"));
        trees.Add(Parse(RegistrationPart.Program([.. modules.Select(module => module[0])]), "Program.cs"));
        trees.Add(Parse(RegistrationPart.GlobalUsings, "GlobalUsings.cs"));
        return trees;
    }

    private static SyntaxTree Parse(string code, string path)
    {
        var text = SourceText.From(code.ReplaceLineEndings("\n") + "\n");
        return CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), "/server/" + path);
    }
}

namespace PerfAnalyzers.Demo;

/// <summary>The clone the demo runs in.</summary>
internal sealed class RepositoryFolder
{
    public string Root { get; } = Find();

    public string AnalyzerPackage => Path.Combine(Root, "src", "PerfAnalyzers.Package", "PerfAnalyzers.Package.csproj");

    public string RuntimePackage => Path.Combine(Root, "src", "PerfAnalyzers.Runtime", "PerfAnalyzers.Runtime.csproj");

    public string Shop => Path.Combine(Root, "samples", "Shop");

    public string RulePages => Path.Combine(Root, "docs", "rules");

    public string Report => Path.Combine(Root, "artifacts", "demo", "report.html");

    private static string Find()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Path.Combine(folder.FullName, "samples", "Shop")) && Directory.Exists(Path.Combine(folder.FullName, "src", "PerfAnalyzers.Package")))
                    return folder.FullName;
            }
        }

        throw new StepFailedException("The demo needs the repository it belongs to: run it inside a clone, with dotnet run --project demo.");
    }
}

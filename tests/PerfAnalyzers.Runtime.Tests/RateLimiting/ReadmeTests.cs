namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

public sealed class ReadmeTests
{
    // The examples of the page are compiled and run.
    [Fact]
    public void TheExampleOfThePackageIsThatOfThePage()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "PerfAnalyzers.sln")))
        {
            root = root.Parent!;
        }

        var readme = File.ReadAllText(Path.Combine(root.FullName, "src", "PerfAnalyzers.Runtime.RateLimiting", "README.md")).ReplaceLineEndings("\n");
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "runtime", "rate-limiting.md")).ReplaceLineEndings("\n");

        var example = readme[readme.IndexOf("```csharp\n", StringComparison.Ordinal)..(readme.LastIndexOf("```", StringComparison.Ordinal) + 3)];
        Assert.Contains(example, page, StringComparison.Ordinal);
    }
}

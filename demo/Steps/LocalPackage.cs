using PerfAnalyzers.Demo.Processes;

namespace PerfAnalyzers.Demo.Steps;

/// <summary>Packs the packages into a feed in the work folder, under a version that no cache can know.</summary>
internal sealed class LocalPackage(RepositoryFolder repository, WorkFolder work)
{
    public string Version { get; } = $"0.1.0-demo.{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";

    public async Task PackAsync(Action<string> report, CancellationToken cancellationToken)
    {
        foreach (var project in new[] { repository.AnalyzerPackage, repository.RuntimePackage })
        {
            report(Path.GetFileNameWithoutExtension(project));
            await Command.DotNet("pack", project, "-c", "Release", "-o", work.Feed, $"-p:PackageVersion={Version}", "-v", "quiet").RunAsync(cancellationToken);
        }
    }

    /// <summary>The feed beside the sources the user has anyway; packages of this run are unpacked in the work folder.</summary>
    public void WriteNuGetConfig()
    {
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var fallback = Directory.Exists(shared)
            ? $"""

                 <fallbackPackageFolders>
                   <add key="shared" value="{shared}" />
                 </fallbackPackageFolders>
               """
            : "";
        File.WriteAllText(work.File("nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{work.Packages}" />
              </config>
              <packageSources>
                <add key="demo" value="{work.Feed}" />
              </packageSources>{fallback}
            </configuration>
            """);
    }
}

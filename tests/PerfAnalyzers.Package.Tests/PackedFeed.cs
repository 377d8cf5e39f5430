using System.Reflection;
using PerfAnalyzers.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedFeed))]

namespace PerfAnalyzers.Package.Tests;

/// <summary>All packages, packed once per run under a version of their own into a feed outside the repository.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private static readonly string Configuration = typeof(PackedFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Configuration").Value!;

    private int projects;

    public static readonly string[] RuntimePackages =
        ["PerfAnalyzers.Runtime", "PerfAnalyzers.Runtime.AspNetCore", "PerfAnalyzers.Runtime.Hosting", "PerfAnalyzers.Runtime.OpenTelemetry", "PerfAnalyzers.Runtime.Planning", "PerfAnalyzers.Runtime.RateLimiting"];

    public string Root { get; } = Directory.CreateTempSubdirectory("PerfAnalyzers.Package.Tests.").FullName;

    public string Version { get; } = $"0.1.0-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";

    public string Feed => Path.Combine(Root, "feed");

    /// <summary>Where the consumers' packages are unpacked, apart from those of the user who runs the tests.</summary>
    public string Packages => Path.Combine(Root, "packages");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in (string[])["PerfAnalyzers.Package", .. RuntimePackages])
            await DotNet.Succeed(
                RepositoryRoot(), "pack", $"src/{project}", "-c", Configuration, "-o", Feed, $"-p:PackageVersion={Version}", "-m:1", "-v", "q", "-nologo");
        // The consumers lie below this folder, and must not see settings of folders above it.
        await File.WriteAllTextAsync(Path.Combine(Root, "Directory.Build.props"), $"<Project><PropertyGroup><PackedVersion>{Version}</PackedVersion><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(Root, "Directory.Build.targets"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Root, "Directory.Packages.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Packages}" /></config>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="PerfAnalyzers*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
    }

    /// <summary>A new copy of the consumer, in a folder of its own.</summary>
    internal ConsumerProject NewConsumer() => new(Path.Combine(Root, $"consumer{Interlocked.Increment(ref projects)}", "Shop"));

    public ValueTask DisposeAsync()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The compiler server may still hold the analyzers; the folder is the system's temporary one.
        }
        return ValueTask.CompletedTask;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

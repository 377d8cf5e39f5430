using System.Diagnostics;
using System.Reflection;

namespace PerfAnalyzers.Tool.Tests;

/// <summary>The command as a user gets it: packed, installed from a feed, and run outside the repository.</summary>
public class PackedToolTests
{
    private static readonly string Configuration = typeof(PackedToolTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Configuration").Value!;

    [Fact]
    public async Task The_packed_tool_installs_and_checks()
    {
        using var solution = Solution.Empty();
        var version = $"0.1.0-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        solution.Write("nuget.config", """
            <configuration><packageSources><clear /><add key="packed" value="feed" /></packageSources></configuration>
            """);
        solution.Write("Shop.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        solution.Write("Shop.cs", """
            using System.Threading;
            using System.Threading.Tasks;

            class Shop
            {
                static async Task Wait()
                {
                    await Task.Yield();
                    Thread.Sleep(9);
                }
            }
            """);

        await Succeed(
            RepositoryRoot(), "dotnet", "pack", "src/PerfAnalyzers.Tool", "-c", Configuration, "--no-build", "-o", solution.PathOf("feed"),
            $"-p:PackageVersion={version}", "-v", "q", "-nologo");
        await Succeed(
            solution.Folder, "dotnet", "tool", "install", "PerfAnalyzers.Tool", "--version", version, "--tool-path", "tools",
            "--configfile", "nuget.config");
        var output = await Succeed(solution.Folder, solution.PathOf("tools/perfanalyzers"), "check");

        Assert.Contains("Shop.cs(9,9): info PERF0103", output);
    }

    private static async Task<string> Succeed(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // What the test run has put into the environment is not the user's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

using Microsoft.CodeAnalysis;
using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Tests;

public class LoadingTests
{
    [Theory]
    [InlineData("net10.0", "netstandard2.0", "net10.0", "net8.0", "net472")]
    [InlineData("netstandard2.0", "net472", "netstandard2.0")]
    [InlineData("net9.0", "net10.0-android", "net9.0")]
    public void Of_several_frameworks_the_one_of_servers_is_analysed(string expected, params string[] frameworks)
    {
        using var workspace = new AdhocWorkspace();
        var solution = workspace.CurrentSolution;
        foreach (var framework in frameworks)
            solution = solution.AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), default, $"Shop({framework})", "Shop", LanguageNames.CSharp, filePath: "/shop/Shop.csproj"));
        Assert.Equal($"Shop({expected})", Assert.Single(TargetFrameworks.Highest(solution.Projects)).Name);
    }

    [Fact]
    public async Task Where_nothing_loads_nothing_passes()
    {
        using var solution = Solution.Empty();
        solution.Write("Shop.csproj", "<Project Sdk=\"Shop.Sdk.That.Nobody.Has/1.0.0\" />");
        var result = await solution.Run("check");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Shop.csproj", result.Error);
        Assert.Contains("Install the SDK that the project asks for, or correct its name.", result.Error);
    }

    [Fact]
    public async Task A_project_that_is_not_restored_says_so()
    {
        using var solution = Solution.Empty();
        solution.Write("Shop.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Dapper" Version="2.1.66" /></ItemGroup>
            </Project>
            """);
        solution.Write("Shop.cs", "using Dapper;");
        var result = await solution.Run("check", "--no-restore");
        Assert.Contains("Shop.cs(1): Shop does not compile (one error: CS0246", result.Error);
        Assert.Contains("Restore it", result.Error);
    }

    [Fact]
    public async Task Code_that_does_not_compile_is_analysed_and_named()
    {
        using var solution = Solution.Empty();
        solution.Write("Shop.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        solution.Write("Shop.cs", """
            class Shop
            {
                static async System.Threading.Tasks.Task Wait()
                {
                    System.Threading.Thread.Sleep(9);
                    await Missing();
                }
            }
            """);
        var result = await solution.Run("check");
        Assert.Equal(["Shop.cs(5,9): info PERF0103"], result.Findings);
        Assert.Contains("Shop.cs(6): Shop does not compile (one error: CS0103", result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_solution_that_cannot_be_read_is_named_with_its_line()
    {
        using var solution = Solution.Empty();
        solution.Write("Shop.slnx", "<Solution>\n  <Project Path=\"Shop.csproj\" >\n</Solution>");
        var result = await solution.Run("check");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Shop.slnx(3): the solution cannot be read", result.Error);
    }

    [Fact]
    public async Task A_project_that_the_solution_lists_but_nobody_has_is_named()
    {
        using var solution = Solution.Empty();
        solution.Write("Shop.slnx", "<Solution>\n  <Project Path=\"Shop.csproj\" />\n</Solution>");
        var result = await solution.Run("check");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Shop.csproj: the solution lists this project, but it does not exist. Remove it from Shop.slnx.", result.Error);
    }
}

using PerfAnalyzers.Demo.Changes;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Demo.Processes;

namespace PerfAnalyzers.Demo.Steps;

/// <summary>The copy of the shop, treated as its owner would: add the package, build, format.</summary>
internal sealed class ShopProject(RepositoryFolder repository, WorkFolder work)
{
    private string Project => Path.Combine(work.Shop, "Shop.csproj");

    public string Program => Path.Combine(work.Shop, "bin", "Release", "net10.0", "Shop.dll");

    public void CopyFromSamples()
    {
        SourceFiles.Copy(repository.Shop, work.Shop);
        SourceFiles.Copy(repository.Shop, work.ShopBefore);
    }

    public Task AddPackageAsync(LocalPackage package, CancellationToken cancellationToken)
    {
        package.WriteNuGetConfig();
        return DotNet("add", Project, "package", "PerfAnalyzers", "--version", package.Version).RunAsync(cancellationToken);
    }

    /// <returns>What our rules found; compiler errors end the demo.</returns>
    public async Task<List<Finding>> BuildAsync(string log, CancellationToken cancellationToken)
    {
        var path = work.File(log);
        await DotNet("build", Project, "-c", "Release", "--no-incremental", "-v", "quiet", "-clp:NoSummary;ErrorsOnly", $"-p:ErrorLog={path}%2Cversion=2.1").RunAsync(cancellationToken);
        return SarifLog.Read(path, work.Shop);
    }

    /// <summary>One run of the command fixes all that can be fixed.</summary>
    /// <returns>All changes since the copy was made.</returns>
    public async Task<List<FileChange>> FixAsync(IReadOnlyCollection<string> rules, Action<string> report, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(work.Shop, ".editorconfig"), """
            root = true

            [*.cs]
            perfanalyzers.fix_all = all

            """, cancellationToken);

        report("dotnet format analyzers");
        await DotNet(["format", "analyzers", Project, "--no-restore", "--severity", "info", "--diagnostics", .. rules]).RunAsync(cancellationToken);
        var changes = FolderDiff.Between(work.ShopBefore, work.Shop);
        return changes.Count > 0 ? changes : throw new StepFailedException("dotnet format changed nothing: no fix was applied.");
    }

    private Command DotNet(params string[] arguments) => new(DotNetHost.Path, arguments) { WorkingDirectory = work.Root };
}

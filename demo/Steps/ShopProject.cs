using PerfAnalyzers.Demo.Changes;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Demo.Processes;

namespace PerfAnalyzers.Demo.Steps;

/// <summary>The copy of the shop, treated as its owner would: add the package, build, format.</summary>
internal sealed class ShopProject(RepositoryFolder repository, WorkFolder work)
{
    private const int MostPasses = 3;

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

    /// <summary>One fix can make room for the next (an action made async, say), so the command runs until it changes nothing more.</summary>
    /// <returns>All changes since the copy was made.</returns>
    public async Task<List<FileChange>> FixAsync(IReadOnlyCollection<string> rules, Action<string> report, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(work.Shop, ".editorconfig"), """
            root = true

            [*.cs]
            perfanalyzers.fix_all = all

            """, cancellationToken);

        var changes = new List<FileChange>();
        for (var pass = 1; pass <= MostPasses; pass++)
        {
            report($"dotnet format analyzers, pass {pass}");
            await DotNet(["format", "analyzers", Project, "--no-restore", "--severity", "info", "--diagnostics", .. rules]).RunAsync(cancellationToken);

            var now = FolderDiff.Between(work.ShopBefore, work.Shop);
            if (now.Count == 0)
                throw new StepFailedException("dotnet format changed nothing: no fix was applied.");
            if (now.Sum(change => change.Added + change.Removed) == changes.Sum(change => change.Added + change.Removed))
                break;
            changes = now;
        }

        return changes;
    }

    private Command DotNet(params string[] arguments) => new(DotNetHost.Path, arguments) { WorkingDirectory = work.Root };
}

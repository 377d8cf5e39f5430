using PerfAnalyzers.Tool.Tests;

[assembly: AssemblyFixture(typeof(CheckedShop))]

namespace PerfAnalyzers.Tool.Tests;

/// <summary>Solutions/Shop, checked once, with every report: loading it is what takes the time.</summary>
public sealed class CheckedShop : IAsyncLifetime
{
    internal Solution Solution { get; } = Solution.Copy("Shop");

    internal CommandResult Result { get; private set; } = null!;

    internal string Sarif => Solution.Read("out/findings.sarif");

    internal string Html => Solution.Read("out/findings.html");

    public async ValueTask InitializeAsync() =>
        Result = await Solution.Run(CancellationToken.None, "check", "Shop.slnx", "--sarif", "out/findings.sarif", "--html", "out/findings.html");

    public ValueTask DisposeAsync()
    {
        Solution.Dispose();
        return ValueTask.CompletedTask;
    }
}

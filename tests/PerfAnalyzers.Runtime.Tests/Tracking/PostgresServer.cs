using System.Diagnostics;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>A PostgreSQL server of the test's own, reached by a socket in a folder of its own; skipped where none is installed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _control;

    private PostgresServer(DirectoryInfo folder, string control)
    {
        _folder = folder;
        _control = control;
    }

    public string ConnectionString => $"Host={_folder.FullName};Username=postgres;Database=postgres";

    private string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            : null;
        Assert.SkipWhen(binaries is null, "PostgreSQL is not installed.");
        var folder = new DirectoryInfo(Path.Combine(Path.GetTempPath(), "perf-pg-" + Guid.NewGuid().ToString("N")[..8]));
        await RunAsync("mkdir", "-m", "700", folder.FullName);
        var server = new PostgresServer(folder, Path.Combine(binaries!, "pg_ctl"));
        await RunAsync(Path.Combine(binaries!, "initdb"), "-D", server.Data, "-U", "postgres", "-A", "trust", "-N");
        await RunAsync(server._control, "-D", server.Data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o", $"-k {folder.FullName} -c listen_addresses='' -c fsync=off", "start");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(_control, "-D", Data, "-m", "immediate", "-w", "stop");
        await RunAsync("rm", "-r", _folder.FullName);
    }

    // The server refuses to run as root, so root lets the user of the package run it.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = Path.GetTempPath() })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}

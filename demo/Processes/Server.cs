using System.Diagnostics;

namespace PerfAnalyzers.Demo.Processes;

/// <summary>A web server in a process of its own, on a port the system chooses.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly OutputTail _tail = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Server(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, received) => Take(received.Data);
        _process.ErrorDataReceived += (_, received) => Take(received.Data);
        _process.Exited += (_, _) => _address.TrySetException(Failure("ended before it listened"));
    }

    /// <exception cref="StepFailedException">The server did not come up.</exception>
    public static async Task<(Server Server, Uri Address)> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var server = new Server(start);
        try
        {
            server._process.Start();
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            return (server, await server._address.Task.WaitAsync(StartLimit, cancellationToken));
        }
        catch (Exception error)
        {
            await server.DisposeAsync();
            throw error is TimeoutException ? server.Failure($"did not listen within {StartLimit.TotalSeconds} seconds") : error;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // Never started, or gone already.
        }

        _process.Dispose();
    }

    private StepFailedException Failure(string what) =>
        new($"'{string.Join(' ', _process.StartInfo.ArgumentList)}' {what}.", _tail.ToString());

    private void Take(string? line)
    {
        if (line is null)
            return;

        _tail.Add(line);
        if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + Announcement.Length)..].Trim()));
    }
}

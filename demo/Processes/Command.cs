using System.ComponentModel;
using System.Diagnostics;

namespace PerfAnalyzers.Demo.Processes;

/// <summary>Runs a program to its end.</summary>
internal sealed class Command(string program, params string[] arguments)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly OutputTail _tail = new();

    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    public Dictionary<string, string> Variables { get; init; } = [];

    public Action<string>? OnLine { get; init; }

    public static Command DotNet(params string[] arguments) => new(DotNetHost.Path, arguments);

    /// <exception cref="StepFailedException">The program ended with an error, did not start, or took too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await TryRunAsync(cancellationToken);
        if (exitCode != 0)
            throw new StepFailedException($"'{this}' ended with exit code {exitCode}.", output);
    }

    /// <returns>The exit code and the end of the output.</returns>
    public async Task<(int ExitCode, string Output)> TryRunAsync(CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = DotNetHost.StartInfo(program, arguments, WorkingDirectory, Variables) };
        process.OutputDataReceived += (_, received) => Take(received.Data);
        process.ErrorDataReceived += (_, received) => Take(received.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new StepFailedException($"'{program}' could not be started: {error.Message}");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new StepFailedException($"'{this}' was still running after {Limit.TotalMinutes} minutes.", _tail.ToString());
        }

        return (process.ExitCode, _tail.ToString());
    }

    public override string ToString() => $"{Path.GetFileNameWithoutExtension(program)} {string.Join(' ', arguments)}";

    private void Take(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;

        OnLine?.Invoke(line);
        _tail.Add(line);
    }
}

using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Turns what stops a command into a message and an exit code.</summary>
internal static class Failures
{
    public static async Task<int> Report(Terminal terminal, CancellationToken cancellation, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (TargetException failure)
        {
            await terminal.Error.WriteLineAsync(failure.Message);
            return ExitCode.WrongUsage;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // An interruption reaches the processes that read projects too, and fails as one of them.
            await terminal.Error.WriteLineAsync("Cancelled.");
            return ExitCode.Cancelled;
        }
    }
}

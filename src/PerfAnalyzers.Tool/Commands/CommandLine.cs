using System.CommandLine;
using System.CommandLine.Invocation;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>The commands, and what becomes of the arguments.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] arguments, Terminal terminal, CancellationToken cancellation)
    {
        var root = new RootCommand("Finds what makes .NET servers slow, in a whole solution and without adding a package to it.")
        {
            new CheckCommand(terminal),
            new ExplainCommand(terminal),
            new LearnCommand(terminal),
        };
        var parsed = root.Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        var exitCode = await parsed.InvokeAsync(configuration, cancellation);
        return parsed.Action is ParseErrorAction ? ExitCode.WrongUsage : exitCode;
    }
}

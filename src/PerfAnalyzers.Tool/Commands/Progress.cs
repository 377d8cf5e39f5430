using Spectre.Console;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Shows what is at work: a line that changes where someone watches, lines where all is asked for, nothing otherwise.</summary>
internal static class Progress
{
    public static Task<T> Show<T>(Terminal terminal, Verbosity verbosity, Func<Action<string>, Task<T>> work)
    {
        if (verbosity == Verbosity.Detailed)
            return work(terminal.Error.WriteLine);
        if (verbosity == Verbosity.Quiet || !terminal.IsInteractive)
            return work(_ => { });

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Status().StartAsync("Starting", status => work(text => status.Status = Markup.Escape(text)));
    }
}

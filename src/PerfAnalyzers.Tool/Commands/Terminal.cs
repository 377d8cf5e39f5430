namespace PerfAnalyzers.Tool.Commands;

/// <summary>Where a command is called, and where it writes.</summary>
/// <param name="Folder">Where paths start.</param>
/// <param name="Output">What was asked for.</param>
/// <param name="Error">Problems and progress.</param>
/// <param name="IsInteractive">True where someone watches the progress.</param>
internal sealed record Terminal(string Folder, TextWriter Output, TextWriter Error, bool IsInteractive)
{
    public static Terminal OfProcess() => new(Environment.CurrentDirectory, Console.Out, Console.Error, !Console.IsErrorRedirected);
}

namespace PerfAnalyzers.Tool.Commands;

internal static class Program
{
    public static Task<int> Main(string[] arguments) => CommandLine.Run(arguments, Terminal.OfProcess(), CancellationToken.None);
}

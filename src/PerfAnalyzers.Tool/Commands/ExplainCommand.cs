using System.CommandLine;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfanalyzers explain</c>: reads the arguments.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly Argument<string> place = new("place") { Description = "A file and a line of it: src/Shop.cs:42." };

    private readonly Option<string?> solution = new("--solution", "-s")
    {
        Description = "The solution or project to load; by default the first one in the folders above the file.",
        HelpName = "path",
    };

    private readonly Option<bool> noRestore = new("--no-restore") { Description = "Do not restore packages first." };

    public ExplainCommand(Terminal terminal)
        : base("explain", "Says what is known of a line: its path, tables and effects, and why each rule speaks or is silent.")
    {
        Add(place);
        Add(solution);
        Add(noRestore);
        SetAction((parsed, cancellation) => ExplainRun.Run(
            new(parsed.GetValue(place)!, parsed.GetValue(solution), !parsed.GetValue(noRestore)), terminal, cancellation));
    }
}

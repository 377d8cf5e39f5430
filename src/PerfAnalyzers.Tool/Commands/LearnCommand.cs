using System.CommandLine;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfanalyzers learn</c>: reads the arguments.</summary>
internal sealed class LearnCommand : Command
{
    private readonly Argument<string> path = new("path")
    {
        Description = "A .sln, .slnx or .csproj, or a folder with one of them.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<bool> noRestore = new("--no-restore") { Description = "Do not restore packages first." };

    private readonly Option<bool> verify = new("--verify")
    {
        Description = "Write nothing; exit with 1 where the file is not what the code says today.",
    };

    private readonly Option<Verbosity> verbosity = new("--verbosity", "-v")
    {
        Description = "How much to say.",
        HelpName = "quiet|normal|detailed",
        DefaultValueFactory = _ => Verbosity.Normal,
    };

    public LearnCommand(Terminal terminal)
        : base("learn", "Writes perfanalyzers.learned.apis: what the members of a solution do that other projects call, and who runs them.")
    {
        Add(path);
        foreach (var option in (Option[])[noRestore, verify, verbosity])
            Add(option);
        SetAction((parsed, cancellation) => LearnRun.Run(Read(parsed, terminal.Folder), terminal, cancellation));
    }

    private LearnOptions Read(ParseResult parsed, string folder) => new(
        Path.GetFullPath(parsed.GetValue(path)!, folder), !parsed.GetValue(noRestore), parsed.GetValue(verify), parsed.GetValue(verbosity));
}

using System.CommandLine;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfanalyzers check</c>: reads the arguments.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string> path = new("path")
    {
        Description = "A .sln, .slnx or .csproj, or a folder with one of them.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string[]> projects = new("--project", "-p")
    {
        Description = "Analyse only the projects of this name, in which * stands for anything. May be repeated.",
        HelpName = "name",
    };

    private readonly Option<bool> noRestore = new("--no-restore") { Description = "Do not restore packages first." };

    private readonly Option<string?> report = OptionOf("--report", PerfOption.Report, "What is reported, whatever .editorconfig says.");

    private readonly Option<string?> profile = OptionOf(
        "--profile", PerfOption.Profile, "What matters where a rewrite helps one at the other's cost, whatever .editorconfig says.");

    private readonly Option<string?> sarif = FileOption("--sarif", "Write the findings as SARIF 2.1.0.");

    private readonly Option<string?> html = FileOption("--html", "Write a report, one page that needs nothing but itself.");

    private readonly Option<FailOn> failOn = new("--fail-on")
    {
        Description = "Exit with 1 where there are findings of this level or above.",
        HelpName = "warning|info|never",
        DefaultValueFactory = _ => FailOn.Warning,
    };

    private readonly Option<Verbosity> verbosity = new("--verbosity", "-v")
    {
        Description = "How much to say.",
        HelpName = "quiet|normal|detailed",
        DefaultValueFactory = _ => Verbosity.Normal,
    };

    private readonly string folder;

    public CheckCommand(Terminal terminal) : base("check", "Reports what the rules find.")
    {
        folder = terminal.Folder;
        Add(path);
        foreach (var option in (Option[])[projects, noRestore, report, profile, sarif, html, failOn, verbosity])
            Add(option);
        SetAction((parsed, cancellation) => CheckRun.Run(Read(parsed), terminal, cancellation));
    }

    private CheckOptions Read(ParseResult parsed)
    {
        var overrides = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (option, key) in new[] { (report, PerfOption.Report.Key), (profile, PerfOption.Profile.Key) })
            if (parsed.GetValue(option) is { } value)
                overrides.Add(key, value);
        return new CheckOptions(
            Path.GetFullPath(parsed.GetValue(path)!, folder), parsed.GetValue(projects) ?? [], !parsed.GetValue(noRestore),
            overrides.ToImmutable(),
            FileOf(parsed.GetValue(sarif)), FileOf(parsed.GetValue(html)), parsed.GetValue(failOn), parsed.GetValue(verbosity));
    }

    private string? FileOf(string? name) => name is null ? null : Path.GetFullPath(name, folder);

    private static Option<string?> OptionOf(string name, PerfOption option, string description)
    {
        var result = new Option<string?>(name) { Description = description, HelpName = string.Join('|', option.Values) };
        result.AcceptOnlyFromAmong([.. option.Values]);
        return result;
    }

    private static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "file" };
}

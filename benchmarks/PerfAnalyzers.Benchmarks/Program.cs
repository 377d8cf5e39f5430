using PerfAnalyzers.Benchmarks;
using PerfAnalyzers.Benchmarks.Generated;
using PerfAnalyzers.Benchmarks.Results;
using PerfAnalyzers.Benchmarks.Solutions;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    var command = CommandLine.Parse(args);
    var section = command.Solution is null ? ResultsPage.GeneratedCode : ResultsPage.Solution;
    var page = command.Page is null ? null : new ResultsPage(command.Page);
    if (page?.Problem(section) is { } problem)
        throw new CommandLineException(problem);

    var results = command.Solution is null ? await OfGeneratedCode(command) : await OfSolution(command, command.Solution);
    if (results is null)
        return 1;
    results = $"{Machine.Describe(command.Rounds)}\n\n{results}";
    Console.WriteLine(results);
    page?.Write(section, results);
    return 0;
}
catch (CommandLineException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{CommandLine.Usage}");
    return 2;
}

static async Task<string?> OfGeneratedCode(CommandLine command) =>
    GeneratedReport.Of(await GeneratedServer.Measure(command.Sizes, command.Rounds));

static async Task<string?> OfSolution(CommandLine command, string path)
{
    var solution = await LoadedSolution.Open(path);
    foreach (var problem in solution.Problems)
        Console.Error.WriteLine($"Not analysed: {problem}");
    if (solution.Projects.Count == 0)
    {
        Console.Error.WriteLine($"Nothing in {path} could be analysed.");
        return null;
    }

    return SolutionReport.Of(Path.GetFileName(path), await SolutionCosts.Measure(solution, new Neighbours(command.Beside), command.Rounds));
}

namespace PerfAnalyzers.Benchmarks;

/// <param name="Sizes">How many lines of generated code.</param>
/// <param name="Rounds">How often each set of analyzers is run.</param>
/// <param name="Solution">A real solution instead of generated code.</param>
/// <param name="Beside">Analyzers to compare with: assemblies, or folders of them.</param>
/// <param name="Page">The page to write the results to.</param>
internal sealed record CommandLine(IReadOnlyList<int> Sizes, int Rounds, string? Solution, IReadOnlyList<string> Beside, string? Page)
{
    public const string Usage = """
        Measures what analysis by the rules costs.

        dotnet run -c Release --project benchmarks/PerfAnalyzers.Benchmarks -- [options]

          without --solution         generates server code of several sizes and analyses it
          --solution <path>          analyses a .sln, .slnx or .csproj instead, which must be restored
          --beside <dll or folder>   compares with these analyzers too, not only with those that the solution's projects have;
                                     any number of times
          --lines <n,n,...>          the sizes of the generated code; 10000,50000,200000 if not given
          --rounds <n>               how often everything is measured, for the median; 5 if not given
          --write <page>             writes the tables into the page too, between its marks
          --help                     this text
        """;

    private static readonly CommandLine Default = new([10_000, 50_000, 200_000], Rounds: 5, Solution: null, Beside: [], Page: null);

    /// <exception cref="CommandLineException">An option is not known, or its value is of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var result = Default;
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var option = arguments[index];
            var value = arguments.ElementAtOrDefault(index + 1);
            result = option switch
            {
                "--solution" => result with { Solution = Existing(option, value) },
                "--beside" => result with { Beside = [.. result.Beside, Existing(option, value)] },
                "--lines" => result with { Sizes = [.. (value ?? "").Split(',').Select(size => Positive(option, size)).Order()] },
                "--rounds" => result with { Rounds = Positive(option, value) },
                "--write" => result with { Page = Existing(option, value) },
                _ => throw new CommandLineException($"'{option}' is not an option."),
            };
        }

        return result.Beside.Count > 0 && result.Solution is null
            ? throw new CommandLineException("--beside needs a --solution; generated code has only our rules.")
            : result;
    }

    private static string Existing(string option, string? path)
    {
        if (string.IsNullOrEmpty(path))
            throw new CommandLineException($"{option} needs a path.");
        return Path.Exists(path) ? Path.GetFullPath(path) : throw new CommandLineException($"{option}: there is no '{path}'.");
    }

    private static int Positive(string option, string? value) =>
        int.TryParse(value, out var number) && number > 0
            ? number
            : throw new CommandLineException($"{option} needs a number above zero, not '{value}'.");
}

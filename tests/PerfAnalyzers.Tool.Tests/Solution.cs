using PerfAnalyzers.Tool.Commands;

namespace PerfAnalyzers.Tool.Tests;

/// <summary>A copy of a folder of Solutions/, outside the repository.</summary>
internal sealed class Solution : IDisposable
{
    private Solution(string folder) => Folder = folder;

    public string Folder { get; }

    public static Solution Copy(string name)
    {
        var solution = new Solution(Directory.CreateTempSubdirectory("PerfAnalyzers.Tool.Tests.").FullName);
        var source = Path.Combine(AppContext.BaseDirectory, "Solutions", name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            solution.Write(Path.GetRelativePath(source, file), File.ReadAllText(file));
        return solution;
    }

    public static Solution Empty() => new(Directory.CreateTempSubdirectory("PerfAnalyzers.Tool.Tests.").FullName);

    public string PathOf(string file) => Path.Combine(Folder, file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Runs the command in the folder of the solution.</summary>
    public async Task<CommandResult> Run(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var exitCode = await CommandLine.Run(arguments, new Terminal(Folder, output, error, IsInteractive: false), cancellation);
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    public Task<CommandResult> Run(params string[] arguments) => Run(TestContext.Current.CancellationToken, arguments);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A process of the build may still hold a file; the folder is the system's temporary one.
        }
    }
}

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of findings, up to the id: <c>src/Shop.cs(3,9): warning PERF0101</c>.</summary>
    public IEnumerable<string> Findings =>
        from line in Output.ReplaceLineEndings("\n").Split('\n')
        let id = line.IndexOf(": PERF", StringComparison.Ordinal) < 0 ? line.IndexOf(" PERF", StringComparison.Ordinal) : -1
        where id > 0 && line.Contains("): ", StringComparison.Ordinal)
        select line[..(id + " PERF0101".Length)];
}

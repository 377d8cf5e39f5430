namespace PerfAnalyzers.Tests.Harness;

/// <summary>What a test takes for granted.</summary>
/// <param name="EditorConfig">Lines of the section <c>[*.cs]</c>.</param>
/// <param name="Apis">The project's own knowledge table.</param>
/// <param name="Title">The title that the light bulb shows for each fix.</param>
/// <param name="Message">The message of each finding.</param>
/// <param name="IsProgram">True for a program with an entry point instead of a library.</param>
/// <param name="FixAllTakes">What Fix All takes, <c>all</c> or <c>safe</c>.</param>
/// <param name="Without">Simple names of assemblies that the project does not reference.</param>
public sealed record Given(
    string? EditorConfig = null, string? Apis = null, string? Title = null, string? Message = null, bool IsProgram = false,
    string FixAllTakes = "all", params string[] Without)
{
    /// <summary>The table of what was learned from other projects.</summary>
    public string? Learned { get; init; }

    /// <summary>The projects that the tested one references, the lowest first; the rule and the fix run over all of them.</summary>
    public IReadOnlyList<LowerProject> Below { get; init; } = [];
}

/// <summary>A project below the tested one.</summary>
/// <param name="Name">The name of the project, of its assembly and of its file.</param>
/// <param name="Code">Its only file, which may have marks.</param>
/// <param name="References">The names of the projects that it references.</param>
public sealed record LowerProject(string Name, string Code, params string[] References)
{
    /// <summary>What the fix makes of the file; null where it leaves it alone.</summary>
    public string? Fixed { get; init; }
}

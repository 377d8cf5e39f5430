using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Tests read as C#: members of a controller, so that public methods are request handlers, or whole files that start with <c>using</c> or <c>//</c>.
/// <c>[|flagged|]</c> marks what is reported, <c>{|info:flagged|}</c> and <c>{|warning:flagged|}</c> at which severity.
/// </summary>
public abstract class RuleTest<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Nothing is reported.</summary>
    protected static Task Silent(string code, Given? given = null) => Check(code, after: null, given);

    /// <summary>Exactly what is marked is reported; no fix is tried.</summary>
    protected static Task Flags(string code, Given? given = null) => Check(code, after: null, given);

    /// <summary>What is marked is reported, but nothing is offered for it.</summary>
    protected static Task FlagsWithoutFix(string code, Given? given = null) => Check(code, after: Markup.Strip(code), given);

    /// <summary>What is marked is reported; fixing it one by one and by Fix All both give <paramref name="after"/>.</summary>
    protected static Task Fixes(string before, string after, Given? given = null) => Check(before, after, given);

    private static Task Check(string before, string? after, Given? given) =>
        RuleCheck.Run(new TRule(), new TFix(), before, after, given ?? new());
}

/// <summary>What a test takes for granted.</summary>
/// <param name="EditorConfig">Lines of the section <c>[*.cs]</c>.</param>
/// <param name="Apis">The project's own knowledge table.</param>
/// <param name="Title">The title that the light bulb must show for the first fix.</param>
/// <param name="IsProgram">True for a program with an entry point instead of a library.</param>
/// <param name="FixAllTakes">What Fix All takes, <c>all</c> or <c>safe</c>.</param>
/// <param name="Without">Simple names of assemblies that the project does not reference.</param>
public sealed record Given(
    string? EditorConfig = null, string? Apis = null, string? Title = null, bool IsProgram = false, string FixAllTakes = "all", params string[] Without);

public sealed class NoFix : CodeFixProvider
{
    public override System.Collections.Immutable.ImmutableArray<string> FixableDiagnosticIds => [];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override Task RegisterCodeFixesAsync(CodeFixContext context) => Task.CompletedTask;
}

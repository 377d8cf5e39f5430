using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Rules.Configuration;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Tests read as C#: members of a controller, so that public methods are request handlers, or whole files that start with <c>using</c>,
/// <c>namespace</c> or <c>//</c>. <see cref="MarkedCode"/> says how to mark what is reported.
/// </summary>
public abstract class RuleTest<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private static string Id => new TRule().SupportedDiagnostics[0].Id;

    /// <summary>Nothing is reported, for the reasons that these guards name and for no other.</summary>
    private protected static Task Silent(string code, Guard guard, params Guard[] others) => Silent(code, new(), guard, others);

    /// <inheritdoc cref="Silent(string, Guard, Guard[])"/>
    private protected static Task Silent(string code, Given given, Guard guard, params Guard[] others) =>
        SilentBeside(Unmarked(code), given, [guard, .. others]);

    /// <summary>What is marked is reported, and the rest is silent for the reason that the guard names and for no other.</summary>
    private protected static Task SilentBeside(string code, Guard guard) => SilentBeside(Marked(code, given: null), new(), guard);

    private static async Task SilentBeside(string code, Given given, params Guard[] guards)
    {
        Assert.All(guards, named => Assert.Contains(Id, named.Rules));
        Assert.Equal(
            guards.Select(named => named.Name).Order(StringComparer.Ordinal),
            (await Silences(code, given)).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Nothing in the code concerns the rule: nothing is reported, and no guard was asked for.</summary>
    protected static async Task Unconcerned(string code, Given? given = null) => Assert.Empty(await Silences(Unmarked(code), given ?? new()));

    /// <summary>The guard that a theory names: its data can hold names only.</summary>
    private protected static Guard Named(string guard) => Guard.Every.Single(known => known.Name == guard);

    /// <summary>Exactly what is marked is reported; no fix is tried.</summary>
    protected static Task Flags(string code, Given? given = null) => Verifier(Marked(code, given), given).Run();

    /// <summary>What is marked is reported, but nothing is offered for it.</summary>
    protected static Task FlagsWithoutFix(string code, Given? given = null) => Fixes(code, code, given);

    /// <summary>
    /// What is marked is reported; fixing it one by one and by Fix All both give <paramref name="after"/>, in which what stays reported is marked.
    /// </summary>
    protected static Task Fixes(string before, string after, Given? given = null) => Verifier(Marked(before, given), given).Becomes(after).Run();

    private static RuleVerifier Verifier(string code, Given? given) => new(new TRule(), new TFix(), code, given ?? new());

    /// <summary>The names of the guards that say why the rule says nothing.</summary>
    private static async Task<IEnumerable<string>> Silences(string code, Given given)
    {
        var verifier = Verifier(code, given with { EditorConfig = $"{given.EditorConfig}\n{PerfOption.Explain.Key} = {Id}" });
        await verifier.Run();
        return verifier.Silences.Select(silence => silence.Properties[ExplainSilence.GuardName]!);
    }

    private static string Marked(string code, Given? given)
    {
        var hasMarks = (given?.Below ?? []).Select(project => project.Code).Append(code).Any(file => MarkedCode.Read(file).HasMarks);
        Assert.True(hasMarks, "Mark what is reported.");
        return code;
    }

    private static string Unmarked(string code)
    {
        Assert.False(MarkedCode.Read(code).HasMarks, "A test of silence marks nothing.");
        return code;
    }
}

/// <summary>The fix of a rule that has none.</summary>
public sealed class NoFix : CodeFixProvider
{
    public override System.Collections.Immutable.ImmutableArray<string> FixableDiagnosticIds => [];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override Task RegisterCodeFixesAsync(CodeFixContext context) => Task.CompletedTask;
}

using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>
/// What every rule about code leaves alone for the sake of where the code runs, or because the user has said so. Each rule derives from this and
/// gives a statement that it reports in a request.
/// </summary>
public abstract class WhereCodeRuns<TRule, TFix> : RuleTest<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>A statement that needs nothing but the members, with what is reported marked.</summary>
    protected abstract string Statement { get; }

    /// <summary>Members that the statement uses, which must be static.</summary>
    protected virtual string Members => "";

    [Fact]
    public Task In_a_request_it_is_reported() => Flags(Controller(Statement));

    [Fact]
    public Task At_startup_it_is_silent() => Silent(
        $"// a hosted service\npublic class Start : IHostedService {{ public async Task StartAsync(CancellationToken c) {{ await Task.Yield(); {Unmarked} }} "
        + $"public Task StopAsync(CancellationToken c) => Task.CompletedTask; {Members} }}",
        Guard.RunsAtStartup);

    [Fact]
    public Task In_obsolete_code_it_is_silent() => Silent($"[Obsolete] {Controller(Unmarked)}", Guard.IsObsolete);

    [Fact]
    public Task In_a_test_it_is_silent() => Silent(
        $"// a test\nnamespace Xunit {{ public class FactAttribute : Attribute {{ }} }}\npublic class Tests {{ [Xunit.Fact] {Controller(Unmarked)} }}",
        Guard.RunsInTest);

    [Fact]
    public Task Code_that_the_user_excludes_is_left_alone() => Silent(
        Controller(Unmarked), new Given(EditorConfig: "perfanalyzers.excluded_symbols = ShopController"), Guard.Excluded);

    [Fact]
    public Task What_is_only_likely_is_left_out_where_the_user_wants_certainty() => Silent(
        Library, new Given(EditorConfig: "perfanalyzers.report = certain"), Guard.ReportsOnlyCertain);

    private protected string Unmarked => MarkedCode.Strip(Statement);

    /// <summary>Asynchronous code that no handler of the project is seen to reach.</summary>
    private string Library => $"namespace Library;\npublic class Service {{ {Controller(Unmarked)} }}";

    private protected string Controller(string statement) => $"public async Task M() {{ await Task.Yield(); {statement} }}\n{Members}";
}

/// <summary>The same for rules that look at who waits for the thread, or how often the code runs.</summary>
public abstract class WhereThreadsWait<TRule, TFix> : WhereCodeRuns<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private static readonly string[] ServerAssemblies = ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.Hosting"];

    /// <summary>An expression that is reported as a statement.</summary>
    protected abstract string Expression { get; }

    protected sealed override string Statement => Expression + ";";

    [Fact]
    public Task On_a_thread_of_its_own_it_is_silent() => Silent(Controller($"new Thread(() => {{ {Unmarked} }}).Start();"), Guard.RunsOnOwnThread);

    [Fact]
    public Task In_a_command_line_program_it_is_silent() => Silent(
        $"// a program\nawait Task.Yield(); {Unmarked}", new Given(IsProgram: true, Without: ServerAssemblies), Guard.RunsInConsole);

    [Fact]
    public Task In_a_program_that_only_references_a_server_it_is_silent() => Silent(
        $"// a program\nawait Task.Yield(); {Unmarked}", new Given(IsProgram: true), Guard.RunsInConsole);

    [Fact]
    public Task As_data_it_is_silent() => Silent(
        Controller($"System.Linq.Expressions.Expression<Action> e = () => {MarkedCode.Strip(Expression)};"), Guard.NeverRuns);
}

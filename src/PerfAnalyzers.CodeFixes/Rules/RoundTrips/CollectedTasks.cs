using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Starts the writes of all items before it awaits any: on a Redis batch, which goes out as a whole, or on a Kafka producer, which
/// makes batches itself. Nothing may be awaited inside the loop then, so that every awaited call of the loop takes part or none.
/// </summary>
internal static class CollectedTasks
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        var onRedis = IsOnRedis(site.Write);
        if ((!onRedis && site.Write.Fact.Api.Member != "ProduceAsync") || !site.IsAwaited || site.Throws)
            return null;
        if (site.Call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver }
            || StatementsOf(site, receiver, onRedis) is not { } calls)
            return null;

        var (tasks, task, batch) = (site.Fresh("tasks"), site.Name("System.Threading.Tasks.Task"), site.Fresh("batch"));
        var rewritten = site.Loop.ReplaceNodes(calls.Keys, (statement, _) =>
            LoopSite.InPlaceOf(statement, $"{tasks}.Add({(onRedis ? On(batch, calls[statement]) : calls[statement])})"));
        var list = $"var {tasks} = {site.NewList(task)};";
        var all = $"await {task}.WhenAll({tasks}){site.ConfigureAwait};";
        if (!onRedis)
            return site.Around(rewritten, [list], [all], "Await all messages together");
        var create = $"var {batch} = {receiver}.CreateBatch();";
        return site.Around(rewritten, [create, list], [$"{batch}.Execute();", all], "Send the commands as one batch");
    }

    private static bool IsOnRedis(RepeatedWrite write) =>
        write.Call.Instance?.Type?.Name == "IDatabase" && write.Fact.Api.Type.StartsWith("StackExchange.Redis.", StringComparison.Ordinal);

    /// <summary>The statements that await a call of the receiver; null where the loop awaits anything else.</summary>
    private static Dictionary<ExpressionStatementSyntax, InvocationExpressionSyntax>? StatementsOf(
        LoopSite site, ExpressionSyntax receiver, bool onRedis)
    {
        var statements = new Dictionary<ExpressionStatementSyntax, InvocationExpressionSyntax>();
        foreach (var await in site.Write.Loop.OwnCode.OfType<IAwaitOperation>())
        {
            if (await.AwaitedCall() is not { Syntax: InvocationExpressionSyntax syntax } call || !IsOn(receiver, call, site.Write.Call))
                return null;
            if ((onRedis && call.Arguments.Any(argument => HandsOverBuffer(argument, site))) || StatementOf(syntax) is not { } statement)
                return null;
            statements[statement] = syntax;
        }
        return statements;
    }

    /// <summary>The statement that awaits the call and nothing else.</summary>
    private static ExpressionStatementSyntax? StatementOf(InvocationExpressionSyntax call) =>
        AwaitedCall.Of(call) is { IsAwaited: true, Whole.Parent: ExpressionStatementSyntax { ContainsDirectives: false } statement }
            ? statement
            : null;

    private static bool IsOn(ExpressionSyntax receiver, IInvocationOperation call, IInvocationOperation write) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        && SyntaxFactory.AreEquivalent(access.Expression, receiver)
        && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, write.TargetMethod.ContainingType)
        && call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary>True for an array that the next item would overwrite before the batch is sent.</summary>
    private static bool HandsOverBuffer(IArgumentOperation argument, LoopSite site) =>
        argument.Value.WithoutConversions().Type is IArrayTypeSymbol && site.IsReused(argument.Value);

    private static InvocationExpressionSyntax On(string batch, InvocationExpressionSyntax call)
    {
        var receiver = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        return call.ReplaceNode(receiver, SyntaxFactory.IdentifierName(batch).WithTriviaFrom(receiver));
    }
}

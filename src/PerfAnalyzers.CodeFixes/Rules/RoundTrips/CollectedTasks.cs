using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Starts the writes of all items before it awaits any: on a Redis batch, which goes out as a whole, or on a Kafka producer, which batches by itself.
/// Nothing may be awaited inside the loop then, so that every awaited call of the loop takes part or none.
/// </summary>
internal static class CollectedTasks
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        var isRedis = site.Write.Call.Instance?.Type?.Name == "IDatabase" && site.Write.Fact.Api.Type.StartsWith("StackExchange.Redis.", StringComparison.Ordinal);
        if ((!isRedis && site.Write.Fact.Api.Member != "ProduceAsync") || !site.IsAwaited
            || site.Call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver }
            || site.Write.Loop.OwnCode.Any(operation => operation is IThrowOperation))
            return null;

        var awaited = site.Write.Loop.OwnCode.OfType<IAwaitOperation>().Select(UnitOfWork.Awaited).ToList();
        var statements = new Dictionary<StatementSyntax, InvocationExpressionSyntax>();
        foreach (var call in awaited)
            if (call?.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } syntax
                && SyntaxFactory.AreEquivalent(access.Expression, receiver)
                && call.TargetMethod.ContainingType.Equals(site.Write.Call.TargetMethod.ContainingType, SymbolEqualityComparer.Default)
                && call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
                && !(isRedis && call.Arguments.Any(argument => argument.Value.WithoutConversions().Type is IArrayTypeSymbol && site.IsReused(argument.Value)))
                && syntax.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax, ContainsDirectives: false } statement)
                statements[statement] = syntax;
            else
                return null;

        var tasks = site.Fresh("tasks");
        var task = site.Name("System.Threading.Tasks.Task");
        var batch = site.Fresh("batch");
        var rewritten = site.Loop.ReplaceNodes(statements.Keys, (statement, _) => LoopSite.InPlaceOf(
            (ExpressionStatementSyntax)statement, $"{tasks}.Add({(isRedis ? On(batch, statements[statement]) : statements[statement])})"));
        var list = $"var {tasks} = new {site.Name("System.Collections.Generic.List`1").Replace("<T>", "")}<{task}>();";
        var all = $"await {task}.WhenAll({tasks}){site.ConfigureAwait};";
        return isRedis
            ? site.Around(rewritten, [$"var {batch} = {receiver}.CreateBatch();", list], [$"{batch}.Execute();", all], "Send the commands as one batch")
            : site.Around(rewritten, [list], [all], "Await all messages together");
    }

    private static InvocationExpressionSyntax On(string batch, InvocationExpressionSyntax call)
    {
        var receiver = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        return call.ReplaceNode(receiver, SyntaxFactory.IdentifierName(batch).WithTriviaFrom(receiver));
    }
}

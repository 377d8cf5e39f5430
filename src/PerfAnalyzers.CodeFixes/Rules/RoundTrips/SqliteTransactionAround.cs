using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Begins one transaction around a loop of SQLite statements. SQLite refuses a command that does not carry the transaction of its connection,
/// so that every use of the connection inside the loop must be one that gets it: a command made by CreateCommand does by itself.
/// </summary>
internal static class SqliteTransactionAround
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        if (!site.Write.IsSqlite || SqlText.ChangesRows(SqlText.Of(site.Write.Call)) != true || ConnectionOf(site.Write.Call) is not { } connection
            || connection.DeclaringSyntaxReferences.Any(declaration => site.Loop.Span.Contains(declaration.Span)) || !IsOpenedHere(connection, site)
            || site.Write.Call.Function().Descendants().Any(BeginsTransaction))
            return null;

        var transaction = site.Fresh("transaction");
        var calls = new Dictionary<SyntaxNode, string>();
        var before = new List<string>();
        foreach (var use in site.Write.Loop.Body.Descendants())
            switch (use)
            {
                case ILocalReferenceOperation local when Is(local, connection) && Argument(local, transaction) is not { } argument:
                    return null;
                case ILocalReferenceOperation local when Is(local, connection) && Argument(local, transaction) is { Length: > 0 } argument:
                    calls[ListOf(local)] = argument;
                    break;
                case IInvocationOperation { Instance.Type.Name: "SqliteCommand" } execution
                    when execution.TargetMethod.Name.StartsWith("Execute", StringComparison.Ordinal):
                    if (CommandUse.Of(execution.Receiver()) is not { } command || command.Source is not { } source || !Is(source, connection))
                        return null;
                    if (!command.IsMadeIn(site.Loop))
                    {
                        if (command.Uses.Any(later => later.Syntax.SpanStart > site.Loop.Span.End))
                            return null;
                        before.Add($"{command.Command.Name}.Transaction = {transaction};");
                    }
                    break;
            }

        var needsType = before.Count > 0 || calls.Values.Any(argument => !argument.Contains(':'));
        before.Insert(0, site.IsAwaited
            ? $"{(site.ConfigureAwait.Length == 0 ? "await " : "")}using var {transaction} = {(needsType ? $"({site.Name("Microsoft.Data.Sqlite.SqliteTransaction")})" : "")}"
                + $"await {connection.Name}.BeginTransactionAsync({site.Token}){site.ConfigureAwait};"
            : $"using var {transaction} = {connection.Name}.BeginTransaction();");
        var rewritten = site.Loop.ReplaceNodes(calls.Keys, (list, _) => ((ArgumentListSyntax)list).AddArguments(
            SyntaxFactory.ParseArgumentList($"({calls[list]})").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space)));
        return site.Around(
            rewritten, before.Distinct().ToList(),
            [site.IsAwaited ? $"await {transaction}.CommitAsync({site.Token}){site.ConfigureAwait};" : $"{transaction}.Commit();"],
            "Begin one transaction around the loop");
    }

    private static ILocalSymbol? ConnectionOf(IInvocationOperation call) =>
        ((call.Instance?.Type?.Name == "SqliteCommand" ? CommandUse.Of(call.Receiver())?.Source : call.Receiver()) as ILocalReferenceOperation)?.Local;

    /// <summary>A transaction needs an open connection, and one that has none already: seen only where the connection is made.</summary>
    private static bool IsOpenedHere(ILocalSymbol connection, LoopSite site)
    {
        var calls = site.Write.Call.Function().Descendants().OfType<ILocalReferenceOperation>()
            .Where(local => Is(local, connection) && local.Syntax.SpanStart < site.Loop.SpanStart)
            .Select(local => (local.Parent as IInvocationOperation)?.TargetMethod.Name).ToList();
        return calls.Any(name => name is "Open" or "OpenAsync") && !calls.Any(name => name is "Close" or "CloseAsync");
    }

    /// <summary>True for the text of a statement that begins a transaction by itself.</summary>
    private static bool BeginsTransaction(IOperation operation) =>
        operation is ILiteralOperation { ConstantValue: { HasValue: true, Value: string sql } }
        && (sql.TrimStart().StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase) || sql.TrimStart().StartsWith("SAVEPOINT", StringComparison.OrdinalIgnoreCase));

    /// <summary>The argument that a use of the connection needs; empty where it needs none, null where the use is not understood.</summary>
    private static string? Argument(ILocalReferenceOperation connection, string transaction)
    {
        var value = (IOperation)connection;
        while (value.Parent is IConversionOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateCommand" } => "",
            IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "SqliteCommand", Arguments.Length: 2 } } => transaction,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Execute" or "ExecuteAsync", ContainingType.Name: "SqlMapper" } dapper } call }
                when dapper.Parameters.Any(parameter => parameter.Name == "transaction")
                    && call.Arguments.Any(argument => argument is { Parameter.Name: "transaction", ArgumentKind: ArgumentKind.DefaultValue }) => "transaction: " + transaction,
            _ => null,
        };
    }

    private static ArgumentListSyntax ListOf(IOperation use) =>
        use.Syntax.FirstAncestorOrSelf<SyntaxNode>(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) switch
        {
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList!,
            var call => ((InvocationExpressionSyntax)call!).ArgumentList,
        };

    private static bool Is(IOperation operation, ILocalSymbol connection) =>
        operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, connection);
}

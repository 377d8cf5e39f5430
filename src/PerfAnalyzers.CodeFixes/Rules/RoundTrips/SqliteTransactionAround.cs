using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Begins one transaction around a loop of SQLite statements. SQLite refuses a command that does not carry the transaction of its
/// connection, so that every use of the connection inside the loop must be one that gets it: a command made by CreateCommand does.
/// </summary>
internal static class SqliteTransactionAround
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        if (!site.Write.IsSqlite || SqlText.ChangesRows(SqlText.Of(site.Write.Call)) != true)
            return null;
        if (ConnectionOf(site.Write.Call) is not { } connection || site.Write.Loop.IsDeclaredInside(connection)
            || !IsOpenedHere(connection, site) || site.Write.Call.Function().Descendants().Any(BeginsTransaction))
            return null;
        var transaction = site.Fresh("transaction");
        if (SqliteCommands.In(site, connection, transaction) is not { } commands)
            return null;

        var rewritten = site.Loop.ReplaceNodes(commands.Arguments.Keys, (list, _) => list.AddArguments(
            SyntaxFactory.ParseArgumentList($"({commands.Arguments[list]})").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space)));
        var given = commands.MadeBefore.Select(name => $"{name}.Transaction = {transaction};");
        return site.Around(
            rewritten,
            before: [Begin(site, connection, transaction, commands.NeedType), .. given],
            after: [site.IsAwaited ? $"await {transaction}.CommitAsync({site.Token}){site.ConfigureAwait};" : $"{transaction}.Commit();"],
            "Begin one transaction around the loop");
    }

    /// <summary>BeginTransactionAsync yields a DbTransaction; where the type of SQLite is needed, the result is cast.</summary>
    private static string Begin(LoopSite site, ILocalSymbol connection, string transaction, bool needsType)
    {
        if (!site.IsAwaited)
            return $"using var {transaction} = {connection.Name}.BeginTransaction();";
        var usage = site.ConfigureAwait.Length == 0 ? "await using" : "using";
        var cast = needsType ? $"({site.Name("Microsoft.Data.Sqlite.SqliteTransaction")})" : "";
        return $"{usage} var {transaction} = {cast}await {connection.Name}.BeginTransactionAsync({site.Token}){site.ConfigureAwait};";
    }

    private static ILocalSymbol? ConnectionOf(IInvocationOperation call)
    {
        var source = call.Instance?.Type?.Name == "SqliteCommand" ? CommandUse.Of(call.Receiver())?.Source : call.Receiver();
        return (source as ILocalReferenceOperation)?.Local;
    }

    /// <summary>A transaction needs an open connection, and one that has none already: seen only where the connection is made.</summary>
    private static bool IsOpenedHere(ILocalSymbol connection, LoopSite site)
    {
        var calls = site.Write.Call.Function().Descendants().OfType<ILocalReferenceOperation>()
            .Where(local => SqliteCommands.Is(local, connection) && local.Syntax.SpanStart < site.Loop.SpanStart)
            .Select(local => (local.Parent as IInvocationOperation)?.TargetMethod.Name).ToList();
        return calls.Any(name => name is "Open" or "OpenAsync") && !calls.Any(name => name is "Close" or "CloseAsync");
    }

    /// <summary>True for the text of a statement that begins a transaction by itself.</summary>
    private static bool BeginsTransaction(IOperation operation) =>
        operation is ILiteralOperation { ConstantValue: { HasValue: true, Value: string sql } }
        && new[] { "BEGIN", "SAVEPOINT" }.Any(word => sql.TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>What a loop needs so that all of its statements on a SQLite connection carry one transaction.</summary>
internal sealed class SqliteCommands
{
    private readonly Dictionary<ArgumentListSyntax, string> arguments = [];
    private readonly List<string> madeBefore = [];

    private SqliteCommands()
    {
    }

    /// <summary>Arguments to add to the calls of the loop.</summary>
    public IReadOnlyDictionary<ArgumentListSyntax, string> Arguments => arguments;

    /// <summary>The names of the commands that are made before the loop, and are set to the transaction there.</summary>
    public IEnumerable<string> MadeBefore => madeBefore.Distinct();

    /// <summary>True where the transaction must have the type of SQLite; Dapper takes any.</summary>
    public bool NeedType => madeBefore.Count > 0 || arguments.Values.Any(argument => !argument.Contains(':'));

    /// <summary>Null where a use of the connection is not understood.</summary>
    public static SqliteCommands? In(LoopSite site, ILocalSymbol connection, string transaction)
    {
        var commands = new SqliteCommands();
        var code = site.Write.Loop.Body.Descendants().ToList();
        return code.OfType<ILocalReferenceOperation>().Where(use => Is(use, connection)).All(use => commands.Add(use, transaction))
            && code.OfType<IInvocationOperation>().Where(IsExecution).All(execution => commands.Add(execution, connection, site.Loop))
                ? commands
                : null;
    }

    public static bool Is(IOperation operation, ILocalSymbol connection) =>
        operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, connection);

    /// <summary>False for a use of the connection that is not understood.</summary>
    private bool Add(ILocalReferenceOperation connection, string transaction)
    {
        IOperation value = connection;
        while (value.Parent is IConversionOperation)
            value = value.Parent;
        switch (value.Parent)
        {
            case IInvocationOperation { TargetMethod.Name: "CreateCommand" }:
                return true;
            case IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "SqliteCommand", Arguments.Length: 2 } creation }:
                arguments[((BaseObjectCreationExpressionSyntax)creation.Syntax).ArgumentList!] = transaction;
                return true;
            case IArgumentOperation { Parent: IInvocationOperation call } when IsDapperWithoutTransaction(call):
                arguments[((InvocationExpressionSyntax)call.Syntax).ArgumentList] = "transaction: " + transaction;
                return true;
            default:
                return false;
        }
    }

    /// <summary>False for an execution of a command that is not understood.</summary>
    private bool Add(IInvocationOperation execution, ILocalSymbol connection, SyntaxNode loop)
    {
        if (CommandUse.Of(execution.Receiver()) is not { Source: { } source } command || !Is(source, connection))
            return false;
        if (command.IsMadeIn(loop))
            return true;
        madeBefore.Add(command.Command.Name);
        return !command.Uses.Any(later => later.Syntax.SpanStart > loop.Span.End);
    }

    private static bool IsExecution(IInvocationOperation call) =>
        call.Instance?.Type?.Name == "SqliteCommand" && call.TargetMethod.Name.StartsWith("Execute", StringComparison.Ordinal);

    private static bool IsDapperWithoutTransaction(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Execute" or "ExecuteAsync", ContainingType.Name: "SqlMapper" }
        && call.Arguments.Any(argument => argument is { Parameter.Name: "transaction", ArgumentKind: ArgumentKind.DefaultValue });
}

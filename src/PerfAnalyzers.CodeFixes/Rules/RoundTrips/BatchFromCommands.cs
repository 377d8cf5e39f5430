using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Turns the command that a loop makes and executes per item into commands of one batch, for the providers that have a batch of their own.
/// </summary>
internal static class BatchFromCommands
{
    /// <summary>Types of commands whose batch is called the same but for the last word: NpgsqlBatch and NpgsqlBatchCommand.</summary>
    private static readonly string[] CommandTypes =
        ["Npgsql.NpgsqlCommand", "Microsoft.Data.SqlClient.SqlCommand", "MySqlConnector.MySqlCommand"];

    public static Rewriting? TryRewrite(LoopSite site)
    {
        if (CommandTypes.FirstOrDefault(type => site.Write.IsMadeOn(type)) is not { } commandType || !MayBePutOff(site))
            return null;
        if (site.Type(commandType.Replace("Command", "Batch")) is not { } batchType
            || site.Type(commandType.Replace("Command", "BatchCommand")) is not { } batchCommandType)
            return null;
        if (CommandUse.Of(site.Write.Call.Receiver()) is not { Source: { } source } command || site.Write.Loop.UsesItem(source))
            return null;
        if (DeclarationOf(command, site) is not { } declaration || !command.Uses.All(use => IsKnown(use, site.Write.Call))
            || BatchOver(command, source, site.Name(batchType)) is not { } over)
            return null;

        var (name, batch) = (command.Command.Name, site.Fresh("batch"));
        var made = BatchCommand(command, site.Name(batchCommandType));
        var rewritten = site.Loop.ReplaceNodes([declaration, site.Statement], (statement, _) => statement == declaration
            ? SyntaxFactory.ParseStatement($"var {name} = {made};").WithTriviaFrom(declaration)
            : LoopSite.InPlaceOf(site.Statement, $"{batch}.BatchCommands.Add({name})"));
        var execution = $"{site.Await}{batch}.{site.Write.Call.TargetMethod.Name}({site.Token}){site.ConfigureAwait};";
        return site.Around(
            rewritten,
            before: [$"{site.Await}using var {batch} = {over};"],
            after: [$"if ({batch}.BatchCommands.Count > 0)\n    {execution}"],
            $"Send the commands as one {batchType.Name}");
    }

    private static bool MayBePutOff(LoopSite site) =>
        site.IsLastOfIteration && site.IsOnlyWrite && !site.Throws && IsOneStatement(site.Write.Call);

    /// <summary>A batch takes one statement per command, so that the whole text must be visible.</summary>
    private static bool IsOneStatement(IInvocationOperation call) =>
        SqlText.Of(call)?.ConstantValue is { HasValue: true, Value: string sql } && !sql.TrimEnd().TrimEnd(';').Contains(';');

    /// <summary>The declaration of the command, where it stands beside its execution in the loop.</summary>
    private static StatementSyntax? DeclarationOf(CommandUse command, LoopSite site) =>
        command.IsMadeIn(site.Loop)
        && command.Declarator.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { Declaration.Variables.Count: 1 } made
        && made.Parent == site.Statement.Parent
            ? made
            : null;

    /// <summary>True for the execution, and for what a command of a batch has as well.</summary>
    private static bool IsKnown(ILocalReferenceOperation use, IInvocationOperation execution) =>
        use.Parent == execution || use.Parent is IPropertyReferenceOperation { Property.Name: "Parameters" or "CommandText" };

    private static string? BatchOver(CommandUse command, IOperation source, string batch) => command.Creation switch
    {
        IInvocationOperation { TargetMethod.ContainingType.Name: "NpgsqlDataSource" } => source.Syntax + ".CreateBatch()",
        IInvocationOperation => $"new {batch}({source.Syntax})",
        IObjectCreationOperation creation when CommandUse.Argument(creation, "transaction") is { } transaction =>
            $"new {batch}({source.Syntax}, {transaction.Syntax})",
        IObjectCreationOperation => $"new {batch}({source.Syntax})",
        _ => null,
    };

    private static string BatchCommand(CommandUse command, string batchCommand)
    {
        var arguments = (command.Creation as IInvocationOperation)?.Arguments ?? ((IObjectCreationOperation)command.Creation).Arguments;
        var text = arguments.FirstOrDefault(IsText)?.Value.Syntax;
        var initializer = command.Creation is IObjectCreationOperation { Initializer: { } set } ? " " + set.Syntax : "";
        return $"new {batchCommand}({text}){initializer}";
    }

    private static bool IsText(IArgumentOperation argument) =>
        argument is { Parameter.Name: "cmdText" or "commandText", ArgumentKind: ArgumentKind.Explicit };
}

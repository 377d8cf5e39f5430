using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Turns the command that a loop makes and executes per item into commands of one batch, for the providers that have a batch of their own.</summary>
internal static class BatchFromCommands
{
    /// <summary>Types of commands whose batch is called the same but for the last word: NpgsqlBatch and NpgsqlBatchCommand.</summary>
    private static readonly string[] CommandTypes = ["Npgsql.NpgsqlCommand", "Microsoft.Data.SqlClient.SqlCommand", "MySqlConnector.MySqlCommand"];

    public static Rewriting? TryRewrite(LoopSite site)
    {
        var call = site.Write.Call;
        if (CommandTypes.FirstOrDefault(type => site.Write.IsMadeOn(type)) is not { } commandType || !site.IsLastOfIteration || !site.IsOnlyWrite
            || site.Type(commandType.Replace("Command", "Batch")) is not { } batchType || site.Type(commandType.Replace("Command", "BatchCommand")) is not { } batchCommandType
            || CommandUse.Of(call.Receiver()) is not { } command || command.Source is not { } source || site.Write.Loop.UsesItem(source)
            || !command.IsMadeIn(site.Loop) || !IsOneStatement(call)
            || command.Declarator.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables.Count: 1 } declaration
            || declaration.Parent != site.Statement.Parent
            || !command.Uses.All(use => IsExecution(use, call) || IsFilled(use))
            || BatchOver(command, source, site.Name(batchType)) is not { } over || BatchCommand(command, site.Name(batchCommandType)) is not { } made)
            return null;

        var name = command.Command.Name;
        var batch = site.Fresh("batch");
        var declared = SyntaxFactory.ParseStatement($"var {name} = {made};").WithTriviaFrom(declaration);
        var rewritten = site.Loop.ReplaceNodes(new StatementSyntax[] { declaration, site.Statement }, (statement, _) =>
            statement == declaration ? declared : LoopSite.InPlaceOf(site.Statement, $"{batch}.BatchCommands.Add({name})"));
        var execution = $"{(site.IsAwaited ? "await " : "")}{batch}.{call.TargetMethod.Name}({site.Token}){site.ConfigureAwait};";
        return site.Around(
            rewritten,
            before: [$"{(site.IsAwaited ? "await " : "")}using var {batch} = {over};"],
            after: [$"if ({batch}.BatchCommands.Count > 0)\n    {execution}"],
            $"Send the commands as one {batchType.Name}");
    }

    /// <summary>A batch takes one statement per command, so that the whole text must be visible.</summary>
    private static bool IsOneStatement(IInvocationOperation call) =>
        SqlText.Of(call)?.ConstantValue is { HasValue: true, Value: string sql } && !sql.TrimEnd().TrimEnd(';').Contains(';');

    private static bool IsExecution(ILocalReferenceOperation use, IInvocationOperation call) => use.Parent == call;

    private static bool IsFilled(ILocalReferenceOperation use) => use.Parent is IPropertyReferenceOperation { Property.Name: "Parameters" or "CommandText" };

    private static string? BatchOver(CommandUse command, IOperation source, string batch) => command.Creation switch
    {
        IInvocationOperation { TargetMethod.ContainingType.Name: "NpgsqlDataSource" } => source.Syntax + ".CreateBatch()",
        IInvocationOperation => $"new {batch}({source.Syntax})",
        IObjectCreationOperation creation when creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "transaction") is { } transaction =>
            $"new {batch}({source.Syntax}, {Value(transaction)})",
        IObjectCreationOperation => $"new {batch}({source.Syntax})",
        _ => null,
    };

    private static string? BatchCommand(CommandUse command, string batchCommand)
    {
        var (arguments, initializer) = command.Creation switch
        {
            IInvocationOperation created => (created.Arguments, ""),
            IObjectCreationOperation constructed => (constructed.Arguments, constructed.Initializer is { } set ? " " + set.Syntax : ""),
            _ => default,
        };
        var text = arguments.FirstOrDefault(argument => argument.Parameter?.Name is "cmdText" or "commandText" && argument.ArgumentKind == ArgumentKind.Explicit);
        return $"new {batchCommand}({(text is null ? "" : Value(text))}){initializer}";
    }

    private static string Value(IArgumentOperation argument) => (argument.Syntax as ArgumentSyntax)?.Expression.ToString() ?? argument.Value.Syntax.ToString();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Analysis;

namespace PerfAnalyzers.CodeFixes.Batching;

/// <summary>Turns the command that a loop makes and executes per item into commands of one NpgsqlBatch.</summary>
internal static class NpgsqlBatchFromCommands
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        var call = site.Write.Call;
        if (!site.Write.IsMadeOn("Npgsql.NpgsqlCommand") || !site.IsLastOfIteration || !site.IsOnlyWrite
            || CommandUse.Of(call.Receiver()) is not { } command || command.Source is not { } source || site.Write.Loop.UsesItem(source)
            || !command.IsMadeIn(site.Loop) || !IsOneStatement(call)
            || command.Declarator.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables.Count: 1 } declaration
            || declaration.Parent != site.Statement.Parent
            || !command.Uses.All(use => IsExecution(use, call) || IsFilled(use))
            || BatchOver(command, source, site) is not { } over || BatchCommand(command, site) is not { } made)
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
            "Send the commands as one NpgsqlBatch");
    }

    /// <summary>A batch takes one statement per command, so that the whole text must be visible.</summary>
    private static bool IsOneStatement(IInvocationOperation call) =>
        SqlText.Of(call)?.ConstantValue is { HasValue: true, Value: string sql } && !sql.TrimEnd().TrimEnd(';').Contains(';');

    private static bool IsExecution(ILocalReferenceOperation use, IInvocationOperation call) => use.Parent == call;

    private static bool IsFilled(ILocalReferenceOperation use) => use.Parent is IPropertyReferenceOperation { Property.Name: "Parameters" or "CommandText" };

    private static string? BatchOver(CommandUse command, IOperation source, LoopSite site) => command.Creation switch
    {
        IInvocationOperation { TargetMethod.ContainingType.Name: "NpgsqlDataSource" or "NpgsqlConnection" } => source.Syntax + ".CreateBatch()",
        IObjectCreationOperation creation when creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "transaction") is { } transaction =>
            $"new {site.Name("Npgsql.NpgsqlBatch")}({source.Syntax}, {Value(transaction)})",
        IObjectCreationOperation => $"new {site.Name("Npgsql.NpgsqlBatch")}({source.Syntax})",
        _ => null,
    };

    private static string? BatchCommand(CommandUse command, LoopSite site)
    {
        var (arguments, initializer) = command.Creation switch
        {
            IInvocationOperation created => (created.Arguments, ""),
            IObjectCreationOperation constructed => (constructed.Arguments, constructed.Initializer is { } set ? " " + set.Syntax : ""),
            _ => default,
        };
        var text = arguments.FirstOrDefault(argument => argument.Parameter?.Name is "cmdText" or "commandText" && argument.ArgumentKind == ArgumentKind.Explicit);
        return $"new {site.Name("Npgsql.NpgsqlBatchCommand")}({(text is null ? "" : Value(text))}){initializer}";
    }

    private static string Value(IArgumentOperation argument) => (argument.Syntax as ArgumentSyntax)?.Expression.ToString() ?? argument.Value.Syntax.ToString();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Collects the documents that a loop inserts one by one into a MongoDB collection, and inserts them together.</summary>
internal static class InsertMany
{
    public static Rewriting? TryRewrite(LoopSite site)
    {
        var insert = site.Write.Call;
        if (insert.TargetMethod.Name is not ("InsertOne" or "InsertOneAsync") || insert.TargetMethod.ContainingType is not { TypeArguments: [var type] }
            || !site.IsLastOfIteration || !site.IsOnlyWrite || site.Write.Loop.OwnCode.Any(operation => operation is IThrowOperation)
            || site.Call.Expression is not MemberAccessExpressionSyntax { Expression: var collection })
            return null;

        var given = site.Call.ArgumentList.Arguments;
        ExpressionSyntax? document = null, session = null;
        foreach (var argument in insert.Arguments.Where(argument => given.Any(written => written == argument.Syntax)))
            switch (argument.Parameter!.Name)
            {
                case "document" when site.IsReused(argument.Value):
                    return null;
                case "document":
                    document = ((ArgumentSyntax)argument.Syntax).Expression;
                    break;
                case "session":
                    session = ((ArgumentSyntax)argument.Syntax).Expression;
                    break;
                case "options" when argument.Value.WithoutConversions().ConstantValue is not { HasValue: true, Value: null }:
                    return null;
            }
        if (document is null)
            return null;

        var documents = site.Fresh("documents");
        var arguments = (session is null ? "" : session + ", ") + documents + (site.Token.Length == 0 ? "" : ", cancellationToken: " + site.Token);
        var method = insert.TargetMethod.Name.Replace("One", "Many");
        return site.Around(
            site.Loop.ReplaceNode(site.Statement, LoopSite.InPlaceOf(site.Statement, $"{documents}.Add({document})")),
            before: [$"var {documents} = new {site.Name("System.Collections.Generic.List`1").Replace("<T>", "")}<{site.Name(type)}>();"],
            after: [$"if ({documents}.Count > 0)\n    {(site.IsAwaited ? "await " : "")}{collection}.{method}({arguments}){site.ConfigureAwait};"],
            $"Insert all documents with {method}");
    }
}

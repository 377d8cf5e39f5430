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
        if (insert.TargetMethod is not { Name: "InsertOne" or "InsertOneAsync", ContainingType.TypeArguments: [var type] }
            || !site.IsLastOfIteration || !site.IsOnlyWrite || site.Throws)
            return null;
        if (site.Call.Expression is not MemberAccessExpressionSyntax { Expression: var collection } || HasOptions(insert)
            || Given(insert, "document") is not { } document || site.IsReused(document))
            return null;

        var documents = site.Fresh("documents");
        var session = Given(insert, "session") is { } given ? given.Syntax + ", " : "";
        var token = site.Token.Length == 0 ? "" : ", cancellationToken: " + site.Token;
        var method = insert.TargetMethod.Name.Replace("One", "Many");
        var execution = $"{site.Await}{collection}.{method}({session}{documents}{token}){site.ConfigureAwait};";
        return site.Around(
            site.Loop.ReplaceNode(site.Statement, LoopSite.InPlaceOf(site.Statement, $"{documents}.Add({document.Syntax})")),
            before: [$"var {documents} = {site.NewList(site.Name(type))};"],
            after: [$"if ({documents}.Count > 0)\n    {execution}"],
            $"Insert all documents with {method}");
    }

    private static IOperation? Given(IInvocationOperation insert, string parameter) => insert.Arguments
        .FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;

    private static bool HasOptions(IInvocationOperation insert) =>
        Given(insert, "options") is { } options && options.WithoutConversions().ConstantValue is not { HasValue: true, Value: null };
}

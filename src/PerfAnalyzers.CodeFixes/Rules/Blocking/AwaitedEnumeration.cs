using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Blocking;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

/// <summary>Makes a foreach over a query of EF Core an <c>await foreach</c>: the rows still come one by one.</summary>
internal static class AwaitedEnumeration
{
    private const string EntityFramework = "Microsoft.EntityFrameworkCore";

    /// <summary>Null where the collection is no query itself, such as one behind AsEnumerable.</summary>
    public static Rewriting? TryRewrite(FixSite site, IOperation query, AsyncFunction function)
    {
        if (!EnumeratedQuery.IsCollection(query.Syntax) || !query.IsEntityFrameworkQuery()
            || query.Syntax is not (SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax))
            return null;
        var (collection, loop) = ((ExpressionSyntax)query.Syntax, (CommonForEachStatementSyntax)query.Syntax.Parent!);
        var continuesAnywhere = Awaited.ContinuesAnywhere(collection);
        ExpressionSyntax rows = CallOf(collection.WithoutTrailingTrivia(), "AsAsyncEnumerable");
        if (continuesAnywhere)
            rows = CallOf(rows, "ConfigureAwait", Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression)));
        var awaited = loop.WithExpression(rows.WithTrailingTrivia(collection.GetTrailingTrivia())).WithoutLeadingTrivia()
            .WithAwaitKeyword(Token(loop.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space)));
        var tasks = continuesAnywhere ? "System.Threading.Tasks" : null;
        var root = Imports.Add(function.Replace(loop, awaited), site.Model, loop.SpanStart, EntityFramework, tasks);
        return new(root, "Await foreach over the rows", function.NeedsReview);
    }

    private static InvocationExpressionSyntax CallOf(ExpressionSyntax instance, string method, params ArgumentSyntax[] arguments) =>
        InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, instance, IdentifierName(method)),
            ArgumentList(SeparatedList(arguments)));
}

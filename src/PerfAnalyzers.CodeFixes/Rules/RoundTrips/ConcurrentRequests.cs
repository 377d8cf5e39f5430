using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Rewrites a loop that gets one resource per item by HTTP and adds it to a list: a limited number of requests at a time, the results in the
/// order of the items. Only for bodies that touch nothing but their own locals, because they now run side by side.
/// </summary>
internal static class ConcurrentRequests
{
    public static Rewriting? Rewrite(LoopRead read)
    {
        var (site, loop) = (read.Site, read.Loop);
        if (!IsGet(read.Call) || !read.Awaits || read.Configured.Length > 0 || loop.Loop.Syntax is not ForEachStatementSyntax each
            || LoopItems.Of(loop, site.Model, read.Names, read.Awaits) is not { IsSourceItself: true } items
            || Statements(each.Statement) is not [.., ExpressionStatementSyntax last] statements
            || AddedTo(last, loop, site.Model) is not { } added || !IsIndependent(read, added.Call) || KeepsWhatCameBefore(each))
            return null;

        var passed = TokenArgument(read);
        var (results, options, index, item, token) =
            (read.Names.Take("results"), read.Names.Take("options"), read.Names.Take("index"), read.Names.Take("item"), passed is null ? "_" : read.Names.Take("token"));
        var name = each.Identifier.ValueText;
        var indent = each.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var body = string.Join("\n" + indent + "    ", Comments(each.CloseParenToken.TrailingTrivia, (each.Statement as BlockSyntax)?.OpenBraceToken.TrailingTrivia)
            .Concat(statements.Select(statement => Text(read, statement, last, passed, token, $"{results}[{index}] = {Text(read, added.Value, passed, token)};")))
            .Concat(Comments((each.Statement as BlockSyntax)?.CloseBraceToken.LeadingTrivia)));
        var count = loop.Source!.Type is IArrayTypeSymbol ? "Length" : "Count";
        var root = StatementsBefore.Replace(
            site.Root, each,
            $"var {results} = new {added.Type.ToMinimalDisplayString(site.Model, each.SpanStart)}[{items.Source}.{count}];",
            $"var {options} = new ParallelOptions {{ MaxDegreeOfParallelism = {Degree(site)}{(passed is null ? "" : $", CancellationToken = {passed}")} }};",
            $"await Parallel.ForEachAsync({items.Source}.Select(({name}, {index}) => ({name}, {index})), {options}, async ({item}, {token}) =>\n{indent}{{\n{indent}    var ({name}, {index}) = {item};\n{indent}    {body}\n{indent}}});",
            $"{added.List}.AddRange({results});");
        return new(
            Imports.Add(root, site.Model, each.SpanStart, "System.Linq", "System.Threading.Tasks"), $"Send {Degree(site)} requests at a time", NeedsReview: true);
    }

    /// <summary>Requests in flight: more shorten this loop, fewer spare the service that answers.</summary>
    private static int Degree(FixSite site) =>
        PerfOption.Profile.Read(site.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(site.Root.SyntaxTree)) switch
        {
            "latency" => 16,
            "throughput" => 32,
            _ => 8,
        };

    private static bool IsGet(IInvocationOperation call) =>
        call.TargetMethod.Name is "GetAsync" or "GetStringAsync" or "GetByteArrayAsync" or "GetFromJsonAsync"
        && call.Receiver()?.Type is INamedTypeSymbol type && type.Is("System.Net.Http.HttpClient");

    private static IReadOnlyList<StatementSyntax> Statements(StatementSyntax body) => body is BlockSyntax block ? block.Statements : new[] { body };

    /// <summary>The list that the last statement adds one result to: a <c>List</c> from outside the loop.</summary>
    private static (string List, ITypeSymbol Type, ExpressionSyntax Value, IInvocationOperation Call)? AddedTo(ExpressionStatementSyntax last, LoopCode loop, SemanticModel model) =>
        last.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax list }, ArgumentList.Arguments: [{ Expression: var value }] } add
        && model.GetOperation(add) is IInvocationOperation { TargetMethod.ContainingType: { Name: "List", TypeArguments: [INamedTypeSymbol type] } } call
        && model.GetSymbolInfo(list).Symbol is { } variable && !loop.IsDeclaredInside(variable)
            ? (list.Identifier.ValueText, type, value, call) : null;

    private static bool IsIndependent(LoopRead read, IInvocationOperation add)
    {
        var added = add.Receiver()?.Syntax.ToString();
        return read.Loop.OwnCode.All(operation => operation switch
        {
            IInvocationOperation call => call == add || call == read.Call || IsPure(call) || IsOwn(call.Receiver()),
            IAssignmentOperation assignment => IsOwn(assignment.Target) || assignment.Parent is IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation,
            IBranchOperation or IReturnOperation or ILoopOperation or ITryOperation or ILockOperation or IIncrementOrDecrementOperation or IAnonymousFunctionOperation or IConditionalOperation { Type: null } => false,
            ILocalReferenceOperation local => local.Syntax.ToString() != added || local == add.Receiver(),
            _ => true,
        });

        bool IsOwn(IOperation? target) => ValueFlow.RootVariable(target) is ILocalSymbol local && read.Loop.IsDeclaredInside(local) && !read.Loop.Items.Contains(local, SymbolEqualityComparer.Default);
    }

    /// <summary>True where a handler around the loop goes on with the results of the items before the one that failed.</summary>
    private static bool KeepsWhatCameBefore(StatementSyntax loop) =>
        CaughtExceptions.HandlersAround(loop).Any(handler => handler.Block.Statements.LastOrDefault() is not ThrowStatementSyntax);

    private static bool IsPure(IInvocationOperation call) =>
        call.TargetMethod.Name == "ToString"
        || (call.TargetMethod.IsStatic && !call.TargetMethod.IsExtensionMethod && call.TargetMethod.ContainingNamespace.ToDisplayString() is "System" or "System.Net" or "System.IO")
        || call.TargetMethod.ContainingType.SpecialType == SpecialType.System_String;

    private static string? TokenArgument(LoopRead read) => read.Call.Arguments
        .FirstOrDefault(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Type is INamedTypeSymbol type && type.Is("System.Threading.CancellationToken"))?.Value.Syntax.ToString();

    private static IEnumerable<string> Comments(params SyntaxTriviaList?[] around) => around
        .SelectMany(trivia => trivia ?? default)
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
        .Select(comment => comment.ToString());

    private static string Text(LoopRead read, StatementSyntax statement, StatementSyntax last, string? passed, string token, string store) =>
        statement == last
            ? $"{last.GetLeadingTrivia().ToFullString().TrimStart()}{store}{last.GetTrailingTrivia().ToFullString().TrimEnd()}"
            : Text(read, statement, passed, token);

    /// <summary>The code with the loop's token replaced by the one that ends the other requests when one fails.</summary>
    private static string Text(LoopRead read, SyntaxNode code, string? passed, string token)
    {
        var own = read.Call.Arguments.Select(argument => argument.Value.Syntax).FirstOrDefault(argument => passed is not null && argument.ToString() == passed && code.Contains(argument));
        return (own is null ? code : code.ReplaceNode(own, SyntaxFactory.IdentifierName(token))).ToFullString().Trim();
    }
}

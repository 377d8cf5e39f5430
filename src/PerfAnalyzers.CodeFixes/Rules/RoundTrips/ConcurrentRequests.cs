using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Sends the requests of a loop a limited number at a time; the results stay in the order of the items.</summary>
internal static class ConcurrentRequests
{
    public static Rewriting? Rewrite(LoopRead read)
    {
        var site = read.Site;
        if (RequestLoop.Of(read) is not { } loop || StatementsAround.Replace(site.Root, loop.Each, Write(read, loop)) is not { } root)
            return null;
        root = Imports.Add(root, site.Model, loop.Each.SpanStart, "System.Linq", "System.Threading.Tasks");
        return new(root, $"Send {Degree(site)} requests at a time", NeedsReview: true);
    }

    private static IReadOnlyList<StatementSyntax> Write(LoopRead read, RequestLoop loop)
    {
        var each = loop.Each;
        var (item, given) = (each.Identifier.ValueText, GivenToken.Of(read.Call));
        var (results, options) = (read.Names.Take("results"), read.Names.Take("options"));
        var (index, pair, token) = (read.Names.Take("index"), read.Names.Take("item"), given is null ? "_" : read.Names.Take("token"));

        var element = loop.Element.ToMinimalDisplayString(read.Site.Model, each.SpanStart);
        var count = read.Loop.Source!.Type is IArrayTypeSymbol ? "Length" : "Count";
        var cancellation = given is null ? "" : $", CancellationToken = {given}";
        var pairs = $"{loop.Items}.Select(({item}, {index}) => ({item}, {index}))";
        var written = StatementsAround.Parse(
            $$"""
            var {{results}} = new {{element}}[{{loop.Items}}.{{count}}];
            var {{options}} = new ParallelOptions { MaxDegreeOfParallelism = {{Degree(read.Site)}}{{cancellation}} };
            await Parallel.ForEachAsync({{pairs}}, {{options}}, async ({{pair}}, {{token}}) =>
            {
                var ({{item}}, {{index}}) = {{pair}};
            });
            {{loop.List}}.AddRange({{results}});
            """,
            read.Site.Root, each);

        var moved = loop.Statements.Select(statement => statement == loop.Statements[^1]
            ? Store($"{results}[{index}]", WithToken(loop.Value, given, token)).WithTriviaFrom(statement)
            : WithToken(statement, given, token));
        return [.. written.Select(statement => WithBody(statement, each, [.. moved]))];
    }

    /// <summary>Requests in flight: more shorten this loop, fewer spare the service that answers.</summary>
    private static int Degree(FixSite site) =>
        PerfOption.Profile.Read(site.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(site.Root.SyntaxTree)) switch
        {
            "latency" => 16,
            "throughput" => 32,
            _ => 8,
        };

    private static StatementSyntax Store(string target, ExpressionSyntax value) =>
        SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.ParseExpression(target), value.WithoutTrivia()));

    /// <summary>The code with the loop's token replaced by the one that ends the other requests when one fails.</summary>
    private static TNode WithToken<TNode>(TNode code, ExpressionSyntax? given, string token) where TNode : SyntaxNode =>
        given is not null && code.Contains(given) ? code.ReplaceNode(given, SyntaxFactory.IdentifierName(token)) : code;

    /// <summary>The statement with the loop's own in its block, if it has one, and with the comments of the loop's header.</summary>
    private static StatementSyntax WithBody(StatementSyntax statement, ForEachStatementSyntax loop, IReadOnlyList<StatementSyntax> moved)
    {
        if (statement.DescendantNodes().OfType<BlockSyntax>().FirstOrDefault() is not { } block)
            return statement;
        var body = loop.Statement as BlockSyntax;
        var header = loop.CloseParenToken.TrailingTrivia.AddRange(body?.OpenBraceToken.TrailingTrivia ?? default).Where(Layout.IsComment);
        var indentation = block.Statements[0].GetLeadingTrivia();
        var endOfLine = Layout.EndOfLine(loop.SyntaxTree.GetRoot());
        var first = moved[0].WithLeadingTrivia(
            header.SelectMany(comment => indentation.Append(comment).Append(endOfLine)).Concat(moved[0].GetLeadingTrivia()));
        var own = moved.Skip(1).Prepend(first).Select(part => part.WithAdditionalAnnotations(Formatter.Annotation));
        var filled = block.AddStatements([.. own]);
        if (body?.CloseBraceToken.LeadingTrivia is { } closing && closing.Any(Layout.IsComment))
            filled = filled.WithCloseBraceToken(filled.CloseBraceToken.WithLeadingTrivia(closing));
        return statement.ReplaceNode(block, filled);
    }
}

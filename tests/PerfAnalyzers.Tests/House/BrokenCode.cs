using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Tests.House;

/// <summary>Code of the corpus as an editor sees it between two states that compile.</summary>
internal static class BrokenCode
{
    private const int LastTokens = 40;

    /// <summary>
    /// One cut after every kind of token in every kind of syntax around it, here in one file and there in another: each leaves another thing missing.
    /// </summary>
    public static IReadOnlyList<string> Cut() =>
    [
        .. Corpus.Files
            .SelectMany(file => Tokens(file.Code), (file, token) => (file.Code, Token: token))
            .GroupBy(place => (place.Token.RawKind, place.Token.Parent?.RawKind, place.Token.Parent?.Parent?.RawKind))
            .Select((alike, index) => alike.ElementAt(index % alike.Count()))
            .Select(place => place.Code[..place.Token.Span.End]),
    ];

    /// <summary>The end of the longest sample of each page, cut after every token: a finding of each rule stands in code that is still being typed.</summary>
    public static IReadOnlyList<string> Typed() =>
    [
        .. from origin in Corpus.Files.Where(file => file.Origin.EndsWith(".md", StringComparison.Ordinal)).GroupBy(file => file.Origin)
           let code = origin.MaxBy(file => file.Code.Length).Code
           from token in Tokens(code).SkipLast(2).TakeLast(LastTokens)
           select code[..token.Span.End],
    ];

    /// <summary>Tokens that are lost, doubled and swapped.</summary>
    public static IReadOnlyList<string> Damaged(int seed) => [.. Corpus.Files.Select(file => Damaged(file.Code, new Random(seed)))];

    public static IEnumerable<string> CutAfterEveryToken(string code) => Tokens(code).Select(token => code[..token.Span.End]);

    private static IEnumerable<SyntaxToken> Tokens(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens();

    private static string Damaged(string code, Random random)
    {
        var tokens = Tokens(code).Select(token => token.ToFullString()).ToList();
        for (var damage = 0; damage < 1 + tokens.Count / 60; damage++)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(3))
            {
                case 0:
                    tokens[at] = "";
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                default:
                    var other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
            }
        }
        return string.Concat(tokens);
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// The CancellationToken in scope, and whether an await may be given it. Where the code answers cancellation with a value, or not at all,
/// an await that throws would change what the caller gets.
/// </summary>
internal sealed class PassedToken
{
    private PassedToken(string name, bool isSafe) => (Name, IsSafe) = (name, isSafe);

    public string Name { get; }

    /// <summary>True where cancellation leaves the function as an exception already, past the same handlers.</summary>
    public bool IsSafe { get; }

    /// <summary>The token to pass at the node; null where there is none, or the function polls it and answers in its own way.</summary>
    public static PassedToken? At(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (model.CancellationTokenAt(node) is not { } name || node.Ancestors().FirstOrDefault(IsFunction) is not { } function)
            return null;
        var uses = function.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => use.Identifier.ValueText == name && model.GetSymbolInfo(use, cancellation).Symbol is IParameterSymbol).ToList();
        if (uses.Any(IsPolled))
            return null;
        var handlers = Handlers(node);
        return new(name, uses.Any(use => (Throws(use) || IsAwaitedWith(use)) && Handlers(use).SequenceEqual(handlers)));
    }

    /// <summary>
    /// The rewriting that is given the token where that is safe. Elsewhere the one without a token comes first, and the one with it needs
    /// a review.
    /// </summary>
    public static ImmutableArray<Proposal> Offer(FixSite site, Func<string?, Rewriting?> rewrite)
    {
        if (At(site.Node, site.Model, site.Cancellation) is not { } token)
            return site.Offer(rewrite(null));
        if (token.IsSafe)
            return site.Offer(rewrite(token.Name));
        var (without, with) = (rewrite(null), rewrite(token.Name));
        var isTaken = with is not null && without is not null && !with.Root.IsEquivalentTo(without.Root);
        return isTaken
            ? site.Offer(without, with! with { Title = $"{with.Title} with '{token.Name}'", NeedsReview = true, Key = "token" })
            : site.Offer(without ?? with);
    }

    private static bool IsPolled(IdentifierNameSyntax token) =>
        token.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" or "WaitHandle" };

    private static bool Throws(IdentifierNameSyntax token) =>
        token.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" };

    /// <summary>True for an argument of a call whose task the function awaits or returns.</summary>
    private static bool IsAwaitedWith(IdentifierNameSyntax token)
    {
        if (token.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
            return false;
        var task = call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: { } configured }
            ? configured
            : call;
        return task.Parent is AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax;
    }

    /// <summary>The handlers of the same function that may see a cancellation at the node.</summary>
    private static IEnumerable<CatchClauseSyntax> Handlers(SyntaxNode node) => CaughtExceptions.HandlersAround(node).Where(handler =>
        handler.Declaration?.Type.ToString().Split('.').Last()
            is null or "Exception" or "SystemException" or "OperationCanceledException" or "TaskCanceledException");

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax;
}

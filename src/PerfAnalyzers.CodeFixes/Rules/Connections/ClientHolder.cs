using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>
/// Where the created client lives until it is dropped: a local, a using statement, or nowhere but in the expression.
/// Replacing the client by a shared one removes the local and everything that disposes of it.
/// </summary>
internal sealed class ClientHolder
{
    private readonly FixSite site;
    private readonly StatementSyntax? holder;
    private readonly IReadOnlyList<IdentifierNameSyntax> uses;

    private ClientHolder(FixSite site, ExpressionSyntax value, StatementSyntax? holder, IReadOnlyList<IdentifierNameSyntax> uses)
    {
        this.site = site;
        this.holder = holder;
        this.uses = uses;
        Value = value;
    }

    /// <summary>The creation, with the await around it.</summary>
    public ExpressionSyntax Value { get; }

    /// <summary>Statements that set a property of the local, which belong into the initializer of a shared client.</summary>
    public IReadOnlyList<ExpressionStatementSyntax> Settings { get; private set; } = [];

    /// <summary>Other statements that disappear: a handler that moves along with its client.</summary>
    public List<StatementSyntax> Absorbed { get; } = [];

    /// <summary>True where the local does more than send requests: its members are set or configured.</summary>
    public bool IsConfigured { get; private set; }

    public static ClientHolder? Of(FixSite site, ExpressionSyntax creation)
    {
        var value = Whole(creation);
        switch (value.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } local }:
                if (declaration.Parent is not StatementSyntax { Parent: BlockSyntax or UsingStatementSyntax or GlobalStatementSyntax or SwitchSectionSyntax } statement
                    || site.Model.GetDeclaredSymbol(local, site.Cancellation) is not { } symbol)
                    return null;
                var uses = statement.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>()
                    .Where(name => name.Identifier.ValueText == local.Identifier.ValueText
                        && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.Cancellation).Symbol, symbol))
                    .ToList();
                var settings = uses.Select(SettingOf).OfType<ExpressionStatementSyntax>()
                    .Where(setting => setting.Parent == ((statement as UsingStatementSyntax)?.Statement as BlockSyntax ?? statement.Parent)).ToList();
                return new(site, value, statement, uses)
                {
                    Settings = settings,
                    IsConfigured = uses.Any(use => IsConfiguring(use) && !settings.Any(setting => setting.Contains(use))),
                };
            case UsingStatementSyntax resource:
                return new(site, value, resource, []);
            case MemberAccessExpressionSyntax access when access.Expression == value:
                return new(site, value, null, []);
            default:
                return null; // What becomes of the value, and who disposes of it, is decided elsewhere.
        }
    }

    /// <summary>The root with the client replaced, or null where the local is used in a way that a shared client does not allow.</summary>
    /// <param name="shared">The expression that yields the shared client.</param>
    /// <param name="addMember">Adds the member that holds it.</param>
    public SyntaxNode? ReplaceBy(string shared, Func<SyntaxNode, SyntaxNode, SyntaxNode>? addMember = null)
    {
        if (addMember is null && (Settings.Count > 0 || IsConfigured))
            return null;
        var marked = site.Root;
        var container = Value.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (addMember is not null && container is null)
            return null;

        var disposals = uses.Select(DisposalOf).OfType<ExpressionStatementSyntax>().ToList();
        if (uses.Any(use => use.Parent is AssignmentExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            || disposals.Any(disposal => disposal.Parent is not BlockSyntax { Parent: not FinallyClauseSyntax }))
            return null;

        var gone = disposals.Concat<SyntaxNode>(Settings).Concat(Absorbed).ToList();
        var tracked = gone.Append(Value).Concat(uses).Concat(holder is null ? [] : [holder]).Concat(container is null ? [] : [container]);
        marked = marked.TrackNodes(tracked);
        foreach (var use in uses.Where(use => !gone.Any(statement => statement.Contains(use))))
            marked = marked.ReplaceNode(marked.GetCurrentNode(use)!, Access(shared).WithTriviaFrom(use));
        foreach (var statement in gone)
            marked = WithoutStatement(marked, (StatementSyntax)marked.GetCurrentNode(statement)!);
        marked = holder is null
            ? marked.ReplaceNode(marked.GetCurrentNode(Value)!, Access(shared).WithTriviaFrom(Value))
            : WithoutHolder(marked, marked.GetCurrentNode(holder)!);
        return addMember is null ? marked : addMember(marked, marked.GetCurrentNode(container!)!);
    }

    private static ExpressionSyntax Access(string shared) => SyntaxFactory.ParseExpression(shared);

    private static SyntaxNode WithoutHolder(SyntaxNode root, StatementSyntax holder)
    {
        if (holder is not UsingStatementSyntax { Statement: { } body } resource)
            return WithoutStatement(root, holder);
        if (resource.Parent is BlockSyntax parent && body is BlockSyntax block && !Clashes(block, parent))
        {
            var statements = block.Statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
            if (statements.Count > 0)
            {
                statements[0] = statements[0].WithLeadingTrivia(Comments(resource.GetLeadingTrivia()).AddRange(Comments(resource.CloseParenToken.TrailingTrivia)).AddRange(Comments(block.OpenBraceToken.TrailingTrivia)).AddRange(statements[0].GetLeadingTrivia()));
                statements[^1] = statements[^1].WithTrailingTrivia(statements[^1].GetTrailingTrivia().AddRange(Comments(block.CloseBraceToken.LeadingTrivia)));
            }
            return root.ReplaceNode(resource, statements);
        }
        return root.ReplaceNode(resource, body
            .WithLeadingTrivia(resource.GetLeadingTrivia().AddRange(body is BlockSyntax ? [] : Comments(body.GetLeadingTrivia())))
            .WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>Removes the statement; its comments and the blank line before it stay, above what follows it.</summary>
    private static SyntaxNode WithoutStatement(SyntaxNode root, StatementSyntax statement)
    {
        var above = Comments(statement.GetLeadingTrivia());
        var kept = above.Count > 0 ? above.Take(above.Count - (above.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? 1 : 0)) : [];
        if (Comments(statement.GetTrailingTrivia()) is { Count: > 0 } behind)
            kept = kept.Concat(statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1)).Concat(behind.SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));

        var gone = new SyntaxAnnotation();
        root = root.ReplaceNode(statement, statement.WithAdditionalAnnotations(gone));
        var next = root.GetAnnotatedNodes(gone).Single().GetLastToken().GetNextToken();
        if (!kept.Any() && StartsWithBlankLine(statement.GetLeadingTrivia()) && !StartsWithBlankLine(next.LeadingTrivia) && !next.IsKind(SyntaxKind.CloseBraceToken))
            kept = statement.GetLeadingTrivia().Take(1);
        root = root.ReplaceToken(next, next.WithLeadingTrivia(kept.Concat(next.LeadingTrivia)));
        return root.RemoveNode(root.GetAnnotatedNodes(gone).Single(), SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static bool StartsWithBlankLine(SyntaxTriviaList trivia) => trivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static bool Clashes(BlockSyntax inner, BlockSyntax outer)
    {
        var declared = inner.DescendantNodes().Select(NameDeclaredBy).OfType<string>().ToImmutableHashSet();
        return outer.DescendantNodes(node => node != inner).Select(NameDeclaredBy).OfType<string>().Any(declared.Contains);
    }

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };

    private static SyntaxTriviaList Comments(SyntaxTriviaList trivia) =>
        trivia.Any(part => part.IsKind(SyntaxKind.SingleLineCommentTrivia) || part.IsKind(SyntaxKind.MultiLineCommentTrivia)) ? trivia : default;

    private static ExpressionSyntax Whole(ExpressionSyntax creation)
    {
        while (creation.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax
               || creation.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax })
            creation = creation.Parent is MemberAccessExpressionSyntax ? (ExpressionSyntax)creation.Parent.Parent! : (ExpressionSyntax)creation.Parent;
        return creation;
    }

    private static ExpressionStatementSyntax? DisposalOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "ShutdownAsync" } access
            ? access.FirstAncestorOrSelf<ExpressionStatementSyntax>() : null;

    private static ExpressionStatementSyntax? SettingOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax, Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax statement } assignment } access
        && assignment.Left == access && access.Expression == use ? statement : null;

    private static bool IsConfiguring(IdentifierNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "DefaultRequestHeaders" or "CancelPendingRequests" } => true,
        MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access => assignment.Left == access,
        MemberAccessExpressionSyntax => DisposalOf(use) is null && use.Parent.Parent is ConditionalAccessExpressionSyntax,
        _ => true,
    };
}

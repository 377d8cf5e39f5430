using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>Where the created client lives until it is dropped: a local, a using statement, or nowhere but in the expression.</summary>
internal sealed class ClientHolder
{
    private ClientHolder(ExpressionSyntax value, StatementSyntax? statement, IReadOnlyList<IdentifierNameSyntax> uses)
    {
        (Value, Statement, Uses) = (value, statement, uses);
        var block = statement is UsingStatementSyntax { Statement: BlockSyntax body } ? body : statement?.Parent;
        Settings = [.. uses.Select(SettingOf).OfType<ExpressionStatementSyntax>().Where(setting => setting.Parent == block)];
        IsConfigured = uses.Any(use => IsConfiguring(use) && !Settings.Any(setting => setting.Contains(use)));
    }

    /// <summary>The creation, with the await around it.</summary>
    public ExpressionSyntax Value { get; }

    /// <summary>The declaration of the local, or the using statement; null where the client lives in its expression.</summary>
    public StatementSyntax? Statement { get; }

    /// <summary>Every mention of the local.</summary>
    public IReadOnlyList<IdentifierNameSyntax> Uses { get; }

    /// <summary>Statements that set a property of the local, which belong into the initializer of a shared client.</summary>
    public IReadOnlyList<ExpressionStatementSyntax> Settings { get; }

    /// <summary>True where the local does more than send requests: its members are set or configured.</summary>
    public bool IsConfigured { get; }

    /// <summary>Null where what becomes of the value, and who disposes of it, is decided elsewhere.</summary>
    public static ClientHolder? Of(FixSite site, ExpressionSyntax creation)
    {
        var value = AwaitedCall.Of(creation).Whole;
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => OfLocal(site, value, local),
            UsingStatementSyntax resource => new(value, resource, []),
            MemberAccessExpressionSyntax access when access.Expression == value => new(value, statement: null, []),
            _ => null,
        };
    }

    /// <summary>The call that ends the client's life as a statement; null where the use is another.</summary>
    public static ExpressionStatementSyntax? DisposalOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "ShutdownAsync",
        } access
            ? access.FirstAncestorOrSelf<ExpressionStatementSyntax>()
            : null;

    private static ClientHolder? OfLocal(FixSite site, ExpressionSyntax value, VariableDeclaratorSyntax local)
    {
        if (local.Parent is not VariableDeclarationSyntax { Variables.Count: 1, Parent: StatementSyntax { Parent: { } block } statement }
            || block is not (BlockSyntax or UsingStatementSyntax or GlobalStatementSyntax or SwitchSectionSyntax)
            || site.Model.GetDeclaredSymbol(local, site.Cancellation) is not { } symbol)
            return null;
        return new(value, statement, [.. UsesOf(symbol, block, site)]);
    }

    /// <summary>Every mention of a local variable.</summary>
    public static IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol local, SyntaxNode within, FixSite site) => within
        .DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.ValueText == local.Name
            && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.Cancellation).Symbol, local));

    private static ExpressionStatementSyntax? SettingOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax, Parent: AssignmentExpressionSyntax assignment } access
        && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Left == access && access.Expression == use
            ? assignment.Parent as ExpressionStatementSyntax
            : null;

    private static bool IsConfiguring(IdentifierNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "DefaultRequestHeaders" or "CancelPendingRequests" } => true,
        MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access => assignment.Left == access,
        MemberAccessExpressionSyntax => DisposalOf(use) is null && use.Parent.Parent is ConditionalAccessExpressionSyntax,
        _ => true,
    };
}

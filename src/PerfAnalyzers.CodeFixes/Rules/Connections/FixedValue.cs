using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>
/// Answers whether code means the same in the initializer of a static field: it needs no call, no instance, and no static state that is set
/// later.
/// </summary>
/// <param name="site">The flagged occurrence.</param>
/// <param name="owner">The type that gets the field.</param>
/// <param name="absorbed">A declaration that moves along.</param>
internal sealed class FixedValue(FixSite site, TypeDeclarationSyntax owner, StatementSyntax? absorbed)
{
    private readonly INamedTypeSymbol? type = site.Model.GetDeclaredSymbol(owner, site.Cancellation);

    public bool Holds(IEnumerable<SyntaxNode> moved) => moved.SelectMany(part => part.DescendantNodesAndSelf()).All(node => node switch
    {
        ThisExpressionSyntax or BaseExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
        SimpleNameSyntax name => IsFixed(name),
        _ => true,
    });

    private bool IsFixed(SimpleNameSyntax name) => site.Model.GetSymbolInfo(name, site.Cancellation).Symbol switch
    {
        ILocalSymbol local => MovesAlong(local),
        IFieldSymbol { IsConst: true } => true,
        IFieldSymbol { IsStatic: true, IsReadOnly: true } field => !MayBeSetLater(field),
        IPropertySymbol { IsStatic: true } property => property.SetMethod is null,
        IPropertySymbol => name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } || IsMemberOfValue(name),
        IMethodSymbol method => method.IsStatic || method.MethodKind == MethodKind.Constructor || IsMemberOfValue(name),
        ITypeSymbol or INamespaceSymbol => true,
        _ => false,
    };

    private bool MovesAlong(ILocalSymbol local) =>
        !local.IsConst && absorbed is not null
        && local.DeclaringSyntaxReferences.Any(declaration => absorbed.FullSpan.Contains(declaration.Span));

    /// <summary>The parts of a partial type initialize their fields in an order that the text does not show.</summary>
    private bool MayBeSetLater(IFieldSymbol field) =>
        owner.Modifiers.Any(SyntaxKind.PartialKeyword) && SymbolEqualityComparer.Default.Equals(field.ContainingType, type);

    private static bool IsMemberOfValue(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name;
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Answers by syntax alone which type a <c>new()</c> creates, where a declaration or return type of the file says so.</summary>
internal static class WrittenTypes
{
    /// <summary>The simple name of the created type; null where only binding can tell.</summary>
    public static string? Of(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } =>
            SimpleName(declaration.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => SimpleName(property.Type),
        AssignmentExpressionSyntax assignment when assignment.Right == creation => OfVariable(assignment.Left),
        ArrowExpressionClauseSyntax or ReturnStatementSyntax => Returned(creation),
        _ => null,
    };

    /// <summary>The type of a field, property, parameter or local of this file; null where several bear the name.</summary>
    private static string? OfVariable(ExpressionSyntax target)
    {
        var name = target switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
            _ => null,
        };
        if (name is null || target.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;
        var declared = type.DescendantNodes().Select(node => DeclaredAs(node, name)).OfType<TypeSyntax>().Distinct().Take(2).ToList();
        return declared is [var only] ? SimpleName(only) : null;
    }

    private static TypeSyntax? DeclaredAs(SyntaxNode node, string name) => node switch
    {
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable =>
            variable.Identifier.ValueText == name ? declaration.Type : null,
        PropertyDeclarationSyntax property when property.Identifier.ValueText == name => property.Type,
        ParameterSyntax parameter when parameter.Identifier.ValueText == name => parameter.Type,
        _ => null,
    };

    /// <summary>What the function around the place returns; an async one returns what its task yields.</summary>
    private static string? Returned(SyntaxNode place)
    {
        var function = place.Ancestors().FirstOrDefault(node =>
            node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        var type = function switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax local => local.ReturnType,
            BasePropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        return type switch
        {
            null => null,
            GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask", TypeArgumentList.Arguments: [var result] } =>
                SimpleName(result),
            _ => SimpleName(type),
        };
    }

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        IdentifierNameSyntax { IsVar: true } => null,
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        _ => null,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>A value of a loop's body as a lambda over the loop's items: <c>item => item.ProductId</c>.</summary>
/// <param name="Parameter">The lambda's parameter.</param>
/// <param name="Body">The lambda's body; the bare parameter where the value is the item itself.</param>
internal sealed record ItemSelector(string Parameter, ExpressionSyntax Body)
{
    public bool IsItem => Body is IdentifierNameSyntax { Identifier.ValueText: var name } && name == Parameter;

    /// <summary>
    /// Follows the value back through the locals of the body to the item. Null where it needs anything that the loop itself computes or
    /// changes, or that may have an effect, such as a method call.
    /// </summary>
    public static ItemSelector? Of(ExpressionSyntax value, LoopCode loop, SemanticModel model)
    {
        var parameter = loop.Loop.Syntax is ForEachStatementSyntax each ? each.Identifier.ValueText : "item";
        return new Follower(loop, model, parameter).Follow(value) is { } body ? new(parameter, body.WithoutTrivia()) : null;
    }

    private sealed class Follower(LoopCode loop, SemanticModel model, string parameter)
    {
        public ExpressionSyntax? Follow(ExpressionSyntax value) => value switch
        {
            IdentifierNameSyntax name => FollowName(name),
            LiteralExpressionSyntax or PredefinedTypeSyntax or ThisExpressionSyntax => value,
            ParenthesizedExpressionSyntax inner => Follow(inner.Expression) is { } followed ? inner.WithExpression(followed) : null,
            CastExpressionSyntax cast => Follow(cast.Expression) is { } followed ? cast.WithExpression(followed) : null,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure =>
                Follow(sure.Operand) is { } followed ? sure.WithOperand(followed) : null,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum =>
                Follow(sum.Left) is { } left && Follow(sum.Right) is { } right ? sum.WithLeft(left).WithRight(right) : null,
            MemberAccessExpressionSyntax access => FollowMember(access),
            ElementAccessExpressionSyntax element => IsElementOfSource(element) ? SyntaxFactory.IdentifierName(parameter) : null,
            InterpolatedStringExpressionSyntax text => FollowText(text),
            _ => null,
        };

        private ExpressionSyntax? FollowName(IdentifierNameSyntax name)
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            if (symbol is INamespaceOrTypeSymbol or IFieldSymbol { IsConst: true })
                return name;
            if (symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol) || loop.Assigns(symbol))
                return null;
            if (loop.Items.Contains(symbol, SymbolEqualityComparer.Default))
                return FollowItem(symbol);
            return loop.IsDeclaredInside(symbol) ? FollowLocal(symbol) : name;
        }

        private ExpressionSyntax? FollowItem(ISymbol variable) => loop.Loop.Syntax switch
        {
            ForEachStatementSyntax => SyntaxFactory.IdentifierName(parameter),
            ForEachVariableStatementSyntax each => Deconstructed(each, variable),
            _ => null,
        };

        private ExpressionSyntax? FollowLocal(ISymbol local)
        {
            if (local.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } initial } declarator
                || declarator.Parent?.Parent is not LocalDeclarationStatementSyntax || Follow(initial) is not { } followed)
                return null;
            return followed is BinaryExpressionSyntax or CastExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(followed) : followed;
        }

        private ExpressionSyntax? FollowMember(MemberAccessExpressionSyntax access)
        {
            var symbol = model.GetSymbolInfo(access).Symbol;
            if (symbol is INamedTypeSymbol or IFieldSymbol { IsConst: true })
                return access;
            return symbol is IFieldSymbol or IPropertySymbol && !loop.Assigns(symbol) && Follow(access.Expression) is { } followed
                ? access.WithExpression(followed)
                : null;
        }

        private ExpressionSyntax? FollowText(InterpolatedStringExpressionSyntax text)
        {
            var parts = new List<InterpolatedStringContentSyntax>();
            foreach (var part in text.Contents)
                if (part is not InterpolationSyntax hole)
                    parts.Add(part);
                else if (Follow(hole.Expression) is { } followed)
                    parts.Add(hole.WithExpression(followed));
                else
                    return null;
            return text.WithContents(SyntaxFactory.List(parts));
        }

        /// <summary><c>items[i]</c> in a loop that counts <c>i</c> over <c>items</c>.</summary>
        private bool IsElementOfSource(ElementAccessExpressionSyntax element) =>
            loop is { Loop: IForLoopOperation, Source: { } source } && SyntaxFactory.AreEquivalent(source.Syntax, element.Expression)
            && element.ArgumentList.Arguments is [{ Expression: IdentifierNameSyntax index }]
            && loop.Items.Any(counter => SymbolEqualityComparer.Default.Equals(counter, model.GetSymbolInfo(index).Symbol));

        /// <summary>The part of a tuple or pair that a deconstructing foreach puts into the variable.</summary>
        private ExpressionSyntax? Deconstructed(ForEachVariableStatementSyntax each, ISymbol variable)
        {
            if (each.Variable is not DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax variables })
                return null;
            var index = variables.Variables.IndexOf(part => part is SingleVariableDesignationSyntax && IsDeclaredBy(part, variable));
            var member = model.GetForEachStatementInfo(each).ElementType switch
            {
                _ when index < 0 => null,
                INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements[index].Name,
                INamedTypeSymbol { Name: "KeyValuePair", Arity: 2 } => index == 0 ? "Key" : "Value",
                _ => null,
            };
            return member is null ? null : SyntaxFactory.ParseExpression($"{parameter}.{member}");
        }

        private bool IsDeclaredBy(SyntaxNode part, ISymbol variable) =>
            SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(part), variable);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>A private static read-only field of a type: one that holds the value already, or a new one below its like.</summary>
internal sealed class SharedField
{
    private readonly string type;
    private readonly string value;
    private readonly bool exists;

    private SharedField(string name, string type, string value, bool exists) =>
        (Name, this.type, this.value, this.exists) = (name, type, value, exists);

    public string Name { get; }

    /// <param name="model">The model of the file.</param>
    /// <param name="owner">The type that the field belongs to.</param>
    /// <param name="type">The field's type, with its namespace.</param>
    /// <param name="value">The initializer, its types with their namespaces.</param>
    /// <param name="preferred">The field's name, where it is free.</param>
    public static SharedField Of(SemanticModel model, TypeDeclarationSyntax owner, string type, string value, string preferred)
    {
        var fields = owner.Members.OfType<FieldDeclarationSyntax>().ToList();
        var known = fields.FirstOrDefault(field => field.HasAnnotation(Mark(value))) ?? fields.FirstOrDefault(field => Holds(field, value));
        var name = known?.Declaration.Variables[0].Identifier.ValueText ?? FreshNames.OfMembers(model, owner).Take(preferred);
        return new(name, type, value, known is not null);
    }

    /// <summary>The root with the field among the members of its owner.</summary>
    public SyntaxNode AddTo(SyntaxNode root, TypeDeclarationSyntax owner)
    {
        if (exists)
            return root;
        var endOfLine = Layout.EndOfLine(root);
        var field = SyntaxFactory.ParseMemberDeclaration($"private static readonly {type} {Name} = {value};")!
            .WithLeadingTrivia(owner.Members.Count > 0 ? SyntaxFactory.Whitespace(Layout.Indentation(owner.Members[0])) : default)
            .WithTrailingTrivia(endOfLine)
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation, Mark(value));
        var members = owner.Members;
        var index = members.LastIndexOf(member => member is FieldDeclarationSyntax earlier && earlier.Modifiers.Any(IsStatic)) + 1;
        if (index == 0 && members.Count > 0 && !members[0].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
            members = members.Replace(members[0], members[0].WithLeadingTrivia(members[0].GetLeadingTrivia().Insert(0, endOfLine)));
        return root.ReplaceNode(owner, owner.WithMembers(members.Insert(index, field)));
    }

    /// <summary>Recognizes the field while its initializer is not simplified yet.</summary>
    private static SyntaxAnnotation Mark(string value) => new("shared field", value);

    private static bool IsStatic(SyntaxToken modifier) =>
        modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.ConstKeyword);

    /// <summary>True for a field with the same initializer, however the names of its types are written.</summary>
    private static bool Holds(FieldDeclarationSyntax field, string value) =>
        field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
        && field.Declaration.Variables is [{ Initializer.Value: { } existing }]
        && Bare(existing) == Bare(SyntaxFactory.ParseExpression(value));

    private static string Bare(ExpressionSyntax expression)
    {
        var names = expression.DescendantNodesAndSelf().OfType<QualifiedNameSyntax>().Where(name => name.Parent is not QualifiedNameSyntax);
        var text = expression.ReplaceNodes(names, (name, _) => name.Right).NormalizeWhitespace().ToString();
        return text.Replace("System.", "").Replace("Net.Http.", "");
    }
}

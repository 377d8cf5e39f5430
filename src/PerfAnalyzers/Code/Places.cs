using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// The places of a file at which something is called, created or read, by the simple name that stands there: found by syntax alone and once
/// per edit of the file. Whoever looks for a few names binds nothing else.
/// </summary>
internal sealed class Places
{
    /// <summary>Stands for the type of a <c>new()</c> whose type is not written beside it.</summary>
    public const string UnnamedCreation = "new()";

    private static readonly ConditionalWeakTable<SyntaxTree, Places> ByTree = new();

    private readonly Dictionary<string, List<int>> positions = new(StringComparer.Ordinal);
    private readonly List<int> callsInLoops = [];

    private Places(SyntaxNode root)
    {
        var endOfLoop = -1;
        foreach (var node in root.DescendantNodes())
            switch (node)
            {
                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    endOfLoop = Math.Max(endOfLoop, node.Span.End);
                    break;
                case SimpleNameSyntax name when IsUse(name):
                    Add(name.Identifier.ValueText, name.Identifier.SpanStart);
                    if (name.SpanStart < endOfLoop && UseOf(name) is InvocationExpressionSyntax)
                        callsInLoops.Add(name.Identifier.SpanStart);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    Add(DeclaredType(creation) ?? UnnamedCreation, creation.NewKeyword.SpanStart);
                    break;
            }
    }

    /// <summary>Where a call stands inside a loop, in the order of the file.</summary>
    public IReadOnlyList<int> InLoops => callsInLoops;

    public static Places In(SyntaxTree tree, CancellationToken cancellation) =>
        ByTree.TryGetValue(tree, out var known) ? known : ByTree.GetValue(tree, _ => new(tree.GetRoot(cancellation)));

    /// <summary>The names that occur.</summary>
    public IEnumerable<string> Names => positions.Keys;

    /// <summary>Where the name stands, in the order of the file; nothing where it does not.</summary>
    public IReadOnlyList<int> Of(string name) => positions.TryGetValue(name, out var known) ? known : [];

    /// <summary>The whole call, creation or access at a position that <see cref="Of"/> has given; null where the code is broken.</summary>
    public static ExpressionSyntax? UseAt(SyntaxNode root, int position) => root.FindToken(position).Parent switch
    {
        SimpleNameSyntax name => UseOf(name),
        ImplicitObjectCreationExpressionSyntax creation => creation,
        _ => null,
    };

    /// <summary>The whole call, creation or access that the name stands in.</summary>
    public static ExpressionSyntax UseOf(SimpleNameSyntax name)
    {
        var access = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            QualifiedNameSyntax qualified when qualified.Right == name => qualified,
            AliasQualifiedNameSyntax qualified when qualified.Name == name => qualified,
            _ => (ExpressionSyntax)name,
        };
        return access.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == access => call,
            ObjectCreationExpressionSyntax creation when creation.Type == access => creation,
            _ => access,
        };
    }

    /// <summary>
    /// True for a name that is called, created, or used as a value; a bare local or field, which begins with a small letter, is neither.
    /// </summary>
    private static bool IsUse(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax or MemberBindingExpressionSyntax or ObjectCreationExpressionSyntax => true,
        MemberAccessExpressionSyntax access when access.Name == name => true,
        QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax } => true,
        TypeSyntax or TypeConstraintSyntax or NameColonSyntax or NameEqualsSyntax => false,
        ExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax =>
            char.IsUpper(name.Identifier.ValueText.FirstOrDefault()),
        _ => false,
    };

    /// <summary>The simple name of the type that a declaration writes before its <c>= new()</c>.</summary>
    private static string? DeclaredType(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => SimpleName(declaration.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => SimpleName(property.Type),
        _ => null,
    };

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        _ => null,
    };

    private void Add(string name, int position)
    {
        if (!positions.TryGetValue(name, out var list))
            positions.Add(name, list = []);
        list.Add(position);
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// What an edit changes of a file that other files can see. They see declarations, not bodies, and not whether a method is async;
/// and whoever uses a method, a field or a property mentions its name.
/// </summary>
/// <param name="IsOpen">True where the change may concern files that mention none of the names: a type, a constructor, a global
/// using.</param>
/// <param name="Names">The names of members that were added, removed or changed.</param>
internal sealed record Surface(bool IsOpen, ImmutableHashSet<string> Names)
{
    /// <summary>Members that code uses without their names: loops, awaits, initializers, deconstruction, queries.</summary>
    private static readonly ImmutableHashSet<string> UsedByPattern = ImmutableHashSet.Create(
        "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "Dispose", "DisposeAsync",
        "GetAwaiter", "GetResult", "IsCompleted", "OnCompleted", "Add", "Deconstruct", "Count", "Length", "Slice", "GetPinnableReference",
        "Select", "SelectMany", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending",
        "GroupBy", "Join", "GroupJoin", "Cast");

    private static readonly string?[] Unnamed = [null];

    public bool IsSame => !IsOpen && Names.IsEmpty;

    /// <summary>True where the file may use something that has changed.</summary>
    public bool Concerns(SyntaxTree tree, CancellationToken cancellation) =>
        IsOpen || (!Names.IsEmpty && Mentions.In(tree, cancellation).Overlaps(Names));

    public static Surface Difference(SyntaxNode before, SyntaxNode after)
    {
        var open = false;
        var names = ImmutableHashSet.CreateBuilder<string>();
        var was = Declarations(before).ToLookup(declaration => declaration.Text, declaration => declaration.Name);
        var isNow = Declarations(after).ToLookup(declaration => declaration.Text, declaration => declaration.Name);
        foreach (var group in was.Concat(isNow).Where(group => was[group.Key].Count() != isNow[group.Key].Count()))
            if (group.First() is { } name && !UsedByPattern.Contains(name))
                names.Add(name);
            else
                open = true;
        return new(open, names.ToImmutable());
    }

    /// <summary>
    /// Each declaration as text without bodies, with the name by which it is used; no name where it is also used without one.
    /// </summary>
    private static IEnumerable<(string Text, string? Name)> Declarations(SyntaxNode root) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .SelectMany(node => NamesOf(node).Select(name => (Text(node) + name, name)));

    private static IEnumerable<string?> NamesOf(SyntaxNode node) => node switch
    {
        BaseNamespaceDeclarationSyntax or GlobalStatementSyntax => [],
        BaseFieldDeclarationSyntax { Declaration.Variables: var fields } =>
            fields.Select<VariableDeclaratorSyntax, string?>(field => field.Identifier.ValueText),
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        EventDeclarationSyntax happening => [happening.Identifier.ValueText],
        MemberDeclarationSyntax => Unnamed,
        UsingDirectiveSyntax { GlobalKeyword.RawKind: not 0 } => Unnamed,
        AttributeListSyntax { Parent: CompilationUnitSyntax } => Unnamed,
        _ => [],
    };

    /// <summary>The tokens of a declaration with the types around it, but without bodies, members and <c>async</c>.</summary>
    private static string Text(SyntaxNode declaration)
    {
        var around = declaration.Ancestors().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.ValueText);
        var tokens = declaration.DescendantTokens(node => !IsBody(node) && !IsInside(node, declaration))
            .Where(token => !token.IsKind(SyntaxKind.AsyncKeyword));
        return string.Join(" ", around.Concat(tokens.Select(token => token.Text)));
    }

    /// <summary>True for a member of the declared type: it is a declaration of its own.</summary>
    private static bool IsInside(SyntaxNode node, SyntaxNode declaration) => node != declaration && node is MemberDeclarationSyntax;

    /// <summary>What others do not see: statements, and values that are not constants.</summary>
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or ConstructorInitializerSyntax => true,
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => false,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } } =>
            !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        EqualsValueClauseSyntax => true,
        _ => false,
    };
}

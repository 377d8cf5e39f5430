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
    private readonly Dictionary<string, int> creations = new(StringComparer.Ordinal);
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
                    Add(name, UseOf(name), isInLoop: name.SpanStart < endOfLoop);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    AddCreation(WrittenTypes.Of(creation) ?? UnnamedCreation, creation.NewKeyword.SpanStart);
                    break;
            }
    }

    /// <summary>Where a call stands inside a loop, in the order of the file.</summary>
    public IReadOnlyList<int> InLoops => callsInLoops;

    public static Places In(SyntaxTree tree, CancellationToken cancellation) =>
        ByTree.TryGetValue(tree, out var known) ? known : ByTree.GetValue(tree, _ => new(tree.GetRoot(cancellation)));

    /// <summary>The names of the types that are created, each with the first place.</summary>
    public IEnumerable<KeyValuePair<string, int>> Created => creations;

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

    private void Add(SimpleNameSyntax name, ExpressionSyntax use, bool isInLoop)
    {
        var position = name.Identifier.SpanStart;
        if (use is ObjectCreationExpressionSyntax)
            AddCreation(name.Identifier.ValueText, position);
        else
            Add(name.Identifier.ValueText, position);
        if (isInLoop && use is InvocationExpressionSyntax)
            callsInLoops.Add(position);
    }

    private void AddCreation(string type, int position)
    {
        Add(type, position);
        if (!creations.ContainsKey(type))
            creations.Add(type, position);
    }

    private void Add(string name, int position)
    {
        if (!positions.TryGetValue(name, out var list))
            positions.Add(name, list = []);
        list.Add(position);
    }
}

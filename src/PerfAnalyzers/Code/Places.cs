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
    private readonly Dictionary<string, HashSet<string>> mentions = new(StringComparer.Ordinal);
    private readonly List<CallInLoop> callsInLoops = [];
    private readonly List<int> enumerations = [];

    private Places(SyntaxNode root)
    {
        var endOfLoop = -1;
        var around = new Stack<(HashSet<string> Mentions, int End)>();
        foreach (var node in root.DescendantNodes())
        {
            while (around.Count > 0 && around.Peek().End <= node.SpanStart)
                around.Pop();
            switch (node)
            {
                case MethodDeclarationSyntax method:
                    around.Push((MentionsOf(method.Identifier.ValueText), node.Span.End));
                    break;
                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                case AnonymousFunctionExpressionSyntax lambda when MayRunPerItem(lambda):
                    endOfLoop = Math.Max(endOfLoop, node.Span.End);
                    if (node is CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each)
                        enumerations.Add(each.ForEachKeyword.SpanStart);
                    break;
                case SimpleNameSyntax name when IsUse(name):
                    Add(name, UseOf(name), isInLoop: name.SpanStart < endOfLoop);
                    if (around.Count > 0)
                        around.Peek().Mentions.Add(name.Identifier.ValueText);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    AddCreation(WrittenTypes.Of(creation) ?? UnnamedCreation, creation.NewKeyword.SpanStart);
                    break;
            }
        }
    }

    /// <summary>The calls that stand inside a loop, in the order of the file.</summary>
    public IReadOnlyList<CallInLoop> InLoops => callsInLoops;

    /// <summary>Where a foreach that is not asynchronous begins.</summary>
    public IReadOnlyList<int> Enumerations => enumerations;

    /// <summary>The names that the methods of a name mention, by that name.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Mentions => mentions;

    /// <summary>The names that the methods of the name mention; none where there is no such method.</summary>
    public IEnumerable<string> MentionedBy(string method) => mentions.TryGetValue(method, out var known) ? known : [];

    public static Places In(SyntaxTree tree, CancellationToken cancellation) =>
        ByTree.TryGetValue(tree, out var known) ? known : ByTree.GetValue(tree, _ => new(tree.GetRoot(cancellation)));

    /// <summary>The names of the types that are created, each with the first place.</summary>
    public IEnumerable<KeyValuePair<string, int>> Created => creations;

    /// <summary>The names that occur.</summary>
    public IEnumerable<string> Names => positions.Keys;

    /// <summary>Where the name stands, in the order of the file; nothing where it does not.</summary>
    public IReadOnlyList<int> Of(string name) => positions.TryGetValue(name, out var known) ? known : [];

    /// <summary>
    /// The whole call, creation or access at a position that <see cref="Of"/> has given, or the collection of a foreach; null where the
    /// code is broken.
    /// </summary>
    public static ExpressionSyntax? UseAt(SyntaxNode root, int position) => root.FindToken(position).Parent switch
    {
        SimpleNameSyntax name => UseOf(name),
        ImplicitObjectCreationExpressionSyntax creation => creation,
        CommonForEachStatementSyntax loop => loop.Expression,
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

    /// <summary>True for a lambda that is given to a method by whose name it may run for each element of a collection.</summary>
    private static bool MayRunPerItem(AnonymousFunctionExpressionSyntax lambda) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } }
        && called switch
        {
            MemberAccessExpressionSyntax access => ItemLambdas.MayTake(access.Name.Identifier.ValueText),
            MemberBindingExpressionSyntax binding => ItemLambdas.MayTake(binding.Name.Identifier.ValueText),
            _ => false,
        };

    private void Add(SimpleNameSyntax name, ExpressionSyntax use, bool isInLoop)
    {
        var position = name.Identifier.SpanStart;
        if (use is ObjectCreationExpressionSyntax)
            AddCreation(name.Identifier.ValueText, position);
        else
            Add(name.Identifier.ValueText, position);
        if (isInLoop && use is InvocationExpressionSyntax call)
            callsInLoops.Add(new(name.Identifier.ValueText, position, IsWaitedFor(call)));
    }

    private void AddCreation(string type, int position)
    {
        Add(type, position);
        if (!creations.ContainsKey(type))
            creations.Add(type, position);
    }

    /// <summary>True where the call's task is awaited, or blocked on, where it is made.</summary>
    private static bool IsWaitedFor(ExpressionSyntax call)
    {
        SyntaxNode? user = call.Parent;
        while (IsTaskItself(user))
            user = user!.Parent;
        return user is AwaitExpressionSyntax
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetAwaiter" };
    }

    private static bool IsTaskItself(SyntaxNode? user) => user switch
    {
        ConditionalAccessExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax => true,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText is "ConfigureAwait" or "AsTask" or "WaitAsync",
        InvocationExpressionSyntax call => call.Expression is MemberAccessExpressionSyntax access && IsTaskItself(access),
        _ => false,
    };

    private HashSet<string> MentionsOf(string method) =>
        mentions.TryGetValue(method, out var known) ? known : mentions[method] = new(StringComparer.Ordinal);

    private void Add(string name, int position)
    {
        if (!positions.TryGetValue(name, out var list))
            positions.Add(name, list = []);
        list.Add(position);
    }
}

/// <summary>A call that stands inside a loop.</summary>
/// <param name="Name">The simple name of what is called.</param>
/// <param name="Position">Where the name stands.</param>
/// <param name="IsWaitedFor">True where the code waits for a task that the call returns.</param>
internal readonly record struct CallInLoop(string Name, int Position, bool IsWaitedFor);

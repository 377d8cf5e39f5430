using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers who calls a member of this compilation, and what code a call runs. Names are indexed per tree, by syntax alone and once per
/// edit of the tree; only the places that bear the right name, with a fitting number of arguments, are bound. One per compilation;
/// thread-safe.
/// </summary>
internal sealed class CallGraph
{
    /// <summary>A name with more places than this is too common to follow.</summary>
    public const int Limit = 100;

    /// <summary>A method that is longer than this does so much that nobody would call it a read or a write.</summary>
    private const int MostCharacters = 12_000;

    private static readonly ConditionalWeakTable<Compilation, CallGraph> ByCompilation = new();

    private readonly Compilation compilation;
    private readonly Implementations implementations;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    private CallGraph(Compilation compilation) =>
        (this.compilation, implementations) = (compilation, Implementations.In(compilation.Assembly));

    public static CallGraph Of(Compilation compilation) => ByCompilation.GetValue(compilation, c => new(c));

    /// <summary>The simple names through which the project reaches one of the names.</summary>
    public HashSet<string> ReachOf(IEnumerable<string> names) => NameReach.Of(compilation, names, CancellationToken.None);

    /// <summary>True for a method of the project under analysis.</summary>
    public bool Owns(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    /// <summary>
    /// The methods whose code a call may run, as they are declared: of an interface or a virtual method all that are in sight.
    /// </summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(IInvocationOperation call)
    {
        var receiver = call.IsVirtual ? call.Instance?.Type as INamedTypeSymbol : null;
        return implementations.Of((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition, receiver, call.IsVirtual);
    }

    /// <summary>The methods of the project that a call of the member may run.</summary>
    public IEnumerable<IMethodSymbol> BodiesOf(IMethodSymbol member) =>
        implementations.Of(member.OriginalDefinition, receiver: null, isVirtual: true).Where(Owns);

    /// <summary>
    /// The names that a method of the project mentions, by syntax alone; those of a method of the same name in the same file with them.
    /// </summary>
    public IEnumerable<string> MentionedBy(IMethodSymbol method, CancellationToken cancellation)
    {
        var name = Contract.SimpleName(method);
        method = method.PartialImplementationPart ?? method;
        return method.DeclaringSyntaxReferences
            .Where(declaration => compilation.ContainsSyntaxTree(declaration.SyntaxTree))
            .SelectMany(declaration => Places.In(declaration.SyntaxTree, cancellation).MentionedBy(name));
    }

    /// <summary>
    /// What a method of the project does; null where there is no code, it is too long, or it runs only while its result is read.
    /// </summary>
    public IBlockOperation? BodyOf(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.PartialImplementationPart ?? method;
        if (!Owns(method)
            || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax declaration)
            return null;
        if (declaration.Span.Length > MostCharacters || !compilation.ContainsSyntaxTree(declaration.SyntaxTree))
            return null;
        var body = ModelOf(declaration.SyntaxTree).GetOperation(declaration, cancellation) as IMethodBodyOperation;
        var block = body?.BlockBody ?? body?.ExpressionBody;
        return block is null || (MayYield(method.ReturnType) && LoopCode.WithoutOtherFunctions(block).Any(IsYield)) ? null : block;
    }

    /// <summary>True where the code of one method, or of methods that it calls, calls the other.</summary>
    public bool Reaches(IMethodSymbol from, IMethodSymbol to, int depth, CancellationToken cancellation)
    {
        var targets = Contract.MembersOf((to.ReducedFrom ?? to).OriginalDefinition);
        return Reaches(from.OriginalDefinition, targets, depth, cancellation);
    }

    private bool Reaches(IMethodSymbol from, ImmutableHashSet<ISymbol> targets, int depth, CancellationToken cancellation) =>
        depth > 0 && implementations.Of(from, receiver: null, isVirtual: true)
            .Select(body => BodyOf(body, cancellation)).OfType<IBlockOperation>()
            .SelectMany(body => body.Descendants().OfType<IInvocationOperation>())
            .Select(call => (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition)
            .Any(called => targets.Contains(called) || (Owns(called) && Reaches(called, targets, depth - 1, cancellation)));

    private static bool MayYield(ITypeSymbol result) =>
        result.Name is "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator";

    private static bool IsYield(IOperation operation) => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak;

    /// <summary>
    /// Calls, uses and method groups that may run <paramref name="member"/>, directly or through a member that it overrides or implements.
    /// Null where there are too many to look at.
    /// </summary>
    public IReadOnlyList<IOperation>? Of(ISymbol member, CancellationToken cancellation)
    {
        var places = PlacesOf(member, cancellation).Take(Limit + 1).ToList();
        if (places.Count > Limit)
            return null;
        var targets = Contract.MembersOf(member);
        return [.. places.Select(place => Bind(place, targets, cancellation)).OfType<IOperation>()];
    }

    /// <summary>The places that bear the member's name, and whose number of arguments it takes: nothing is bound yet.</summary>
    public IEnumerable<SimpleNameSyntax> PlacesOf(ISymbol member, CancellationToken cancellation)
    {
        var name = Contract.SimpleName(member);
        foreach (var (tree, scope) in ScopesOf(member))
            foreach (var position in Places.In(tree, cancellation).Of(name).Where(position => scope?.Contains(position) != false))
                if (tree.GetRoot(cancellation).FindToken(position).Parent is SimpleNameSyntax place && Fits(place, member))
                    yield return place;
    }

    /// <summary>Where the member can be named: a private one only within its type. All of a tree, where no span is given.</summary>
    private IEnumerable<(SyntaxTree Tree, TextSpan? Scope)> ScopesOf(ISymbol member)
    {
        var isPrivate = member.DeclaredAccessibility == Accessibility.Private
            && member is not IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false };
        return isPrivate
            ? member.ContainingType.DeclaringSyntaxReferences.Select(part => (part.SyntaxTree, (TextSpan?)part.Span))
            : compilation.SyntaxTrees.Select(tree => (tree, (TextSpan?)null));
    }

    /// <summary>The calls of the project whose name the condition takes; nothing is bound yet.</summary>
    public IEnumerable<InvocationExpressionSyntax> CallsNamed(Func<string, bool> isName, CancellationToken cancellation) =>
        from tree in compilation.SyntaxTrees
        let places = Places.In(tree, cancellation)
        from name in places.Names.Where(isName)
        from position in places.Of(name)
        let use = Places.UseAt(tree.GetRoot(cancellation), position) as InvocationExpressionSyntax
        where use is not null
        select use;

    /// <summary>What a call of the project does; null in broken code.</summary>
    public IInvocationOperation? Bound(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        ModelOf(call.SyntaxTree).GetOperation(call, cancellation) as IInvocationOperation;

    /// <summary>The method that a declaration of the project stands for.</summary>
    public IMethodSymbol? DeclaredBy(MethodDeclarationSyntax declaration, CancellationToken cancellation) =>
        ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) as IMethodSymbol;

    /// <summary>The call at a step of a path; null where it is in another project.</summary>
    public IInvocationOperation? CallAt(Location step) =>
        step.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree)
            ? ModelOf(tree).GetOperation(tree.GetRoot().FindNode(step.SourceSpan, getInnermostNodeForTie: true)) as IInvocationOperation
            : null;

    /// <summary>Uses of a local function in the member that holds it.</summary>
    public IEnumerable<IOperation> Of(ILocalFunctionOperation local, CancellationToken cancellation)
    {
        var targets = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default, local.Symbol.OriginalDefinition);
        var tree = local.Syntax.SyntaxTree;
        var root = tree.GetRoot(cancellation);
        foreach (var position in Places.In(tree, cancellation).Of(local.Symbol.Name))
            if (!local.Syntax.Span.Contains(position) && root.FindToken(position).Parent is SimpleNameSyntax place
                && Bind(place, targets, cancellation) is { } use)
                yield return use;
    }

#pragma warning disable RS1030 // Callers and called methods are in other files; only what bears the right name gets here.
    private SemanticModel ModelOf(SyntaxTree tree) => models.GetOrAdd(tree, other => compilation.GetSemanticModel(other));
#pragma warning restore RS1030

    private IOperation? Bind(SimpleNameSyntax place, ImmutableHashSet<ISymbol> targets, CancellationToken cancellation)
    {
        var model = ModelOf(place.SyntaxTree);
        var use = Places.UseOf(place);
        var bound = model.GetSymbolInfo(use is ObjectCreationExpressionSyntax ? use : place, cancellation);
        // A method group that becomes a System.Delegate has candidates, but no symbol.
        var candidates = bound.Symbol is { } symbol ? ImmutableArray.Create(symbol) : bound.CandidateSymbols;
        return candidates.Any(candidate => targets.Contains((candidate as IMethodSymbol)?.ReducedFrom ?? candidate.OriginalDefinition))
            ? model.GetOperation(use, cancellation)
            : null;
    }

    private static bool Fits(SimpleNameSyntax place, ISymbol member)
    {
        var use = Places.UseOf(place);
        if (member is not IMethodSymbol method)
            return use is not (InvocationExpressionSyntax or ObjectCreationExpressionSyntax);
        if (method.MethodKind == MethodKind.Constructor != use is ObjectCreationExpressionSyntax)
            return false;
        var given = use switch
        {
            InvocationExpressionSyntax call => call.ArgumentList.Arguments.Count,
            ObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments.Count ?? 0,
            _ => -1,
        };
        return given < 0 || Takes(method, given);
    }

    private static bool Takes(IMethodSymbol method, int given)
    {
        var required = method.Parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams);
        var most = method.Parameters.Any(parameter => parameter.IsParams) ? int.MaxValue : method.Parameters.Length;
        return given >= required - (method.IsExtensionMethod ? 1 : 0) && given <= most;
    }
}

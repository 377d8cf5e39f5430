using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// State that flows with the call, such as an AsyncLocal or a culture: what an async method writes there, its caller does not see. It
/// hides behind properties and in called methods, whose code is looked at where it can be seen.
/// </summary>
/// <param name="model">The model of the function.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class AmbientState(SemanticModel model, CancellationToken cancellation)
{
    /// <summary>The function itself, and how many calls deep from it.</summary>
    private const int Depth = 1 + 3;

    private readonly HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);

    /// <summary>True where the function, or what it calls, is seen to write such state.</summary>
    public bool IsWrittenIn(SyntaxNode function) => IsWrittenIn(function, model, Depth);

    /// <summary>
    /// True where the function sets a property of an object that it did not make, and the code of the setter cannot be seen.
    /// </summary>
    public bool MayBeWrittenIn(SyntaxNode function) => function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
        model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IPropertySymbol property
        && !IsMadeHere(assignment.Left, function)
        && BodyOf(property.SetMethod) is null && !IsAutomatic(property));

    private bool IsWrittenIn(SyntaxNode code, SemanticModel known, int depth) => depth > 0 && code.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax { Left: var left } =>
            known.GetSymbolInfo(left, cancellation).Symbol is IPropertySymbol property
            && (IsAmbient(property) || IsWrittenBy(property.SetMethod, depth)),
        InvocationExpressionSyntax call => IsWrittenBy(known.GetSymbolInfo(call, cancellation).Symbol as IMethodSymbol, depth),
        _ => false,
    });

    /// <summary>What an async method writes stays with it.</summary>
    private bool IsWrittenBy(IMethodSymbol? method, int depth)
    {
        if (method is not { IsAsync: false } || !seen.Add(method.OriginalDefinition) || BodyOf(method) is not { } body)
            return false;
        return ModelOf(body.SyntaxTree) is { } known && IsWrittenIn(body, known, depth - 1);
    }

    private static bool IsAmbient(IPropertySymbol property) => (property.ContainingType.Name, property.Name)
        is ("AsyncLocal", "Value") or ("Activity" or "Transaction", "Current")
        or ("CultureInfo" or "Thread", "CurrentCulture" or "CurrentUICulture");

    /// <summary>The code of a method or an accessor; null where it cannot be seen.</summary>
    private SyntaxNode? BodyOf(IMethodSymbol? method) =>
        method?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).FirstOrDefault(HasBody);

    private static bool HasBody(SyntaxNode declaration) => declaration switch
    {
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        LocalFunctionStatementSyntax => true,
        _ => false,
    };

    /// <summary>True for a property that is a field, in code that can be seen.</summary>
    private static bool IsAutomatic(IPropertySymbol property) =>
        property is { IsAbstract: false, IsVirtual: false, IsOverride: false, DeclaringSyntaxReferences.IsEmpty: false }
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private bool IsMadeHere(ExpressionSyntax set, SyntaxNode function) => set switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } =>
            model.GetSymbolInfo(owner, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var reference] }
            && function.Span.Contains(reference.Span)
            && reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax },
        // The initializer of a new object.
        IdentifierNameSyntax { Parent.Parent: InitializerExpressionSyntax } => true,
        _ => false,
    };

    private SemanticModel? ModelOf(SyntaxTree tree) =>
        tree == model.SyntaxTree ? model
        : Compilations().FirstOrDefault(compilation => compilation.ContainsSyntaxTree(tree))?.GetSemanticModel(tree);

    /// <summary>The project, and those that it references in an editor or a workspace.</summary>
    private IEnumerable<Compilation> Compilations() =>
        model.Compilation.References.OfType<CompilationReference>().Select(reference => reference.Compilation).Prepend(model.Compilation);
}

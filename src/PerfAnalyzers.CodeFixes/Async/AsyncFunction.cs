using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// The function around a place where an await is to be written, and what it takes to make it async. Functions are never renamed.
/// </summary>
internal sealed class AsyncFunction
{
    private readonly FixSite site;
    private readonly SyntaxNode function;
    private readonly IMethodSymbol symbol;
    private readonly bool changesReturnType;
    private readonly TaskType task;
    private readonly AmbientState ambient;

    private AsyncFunction(FixSite site, SyntaxNode function, IMethodSymbol symbol, bool changesReturnType)
    {
        this.site = site;
        this.function = function;
        this.symbol = symbol;
        this.changesReturnType = changesReturnType;
        task = new(site.Model, function.SpanStart);
        ambient = new(site.Model, site.Cancellation);
    }

    /// <summary>
    /// True where making the function async changes what its caller sees: what is written to an AsyncLocal or a culture no longer flows
    /// back, and the failure of a task that a try returns is now caught there.
    /// </summary>
    public bool NeedsReview => !symbol.IsAsync && (ambient.IsWrittenIn(function) || (!changesReturnType && ChangesWhatCallersSee));

    /// <summary>
    /// Callers that hold the task saw what the function did before it returned: state that it set, and the failure of a task in a try.
    /// </summary>
    private bool ChangesWhatCallersSee => ambient.MayBeWrittenIn(function) || OwnReturns.AreInTry(function);

    /// <summary>
    /// The function around the operation; null where no await may be written there, or the function cannot become async without its
    /// callers.
    /// </summary>
    public static async Task<AsyncFunction?> Around(FixSite site, IOperation operation)
    {
        if (operation.ObstacleToAwait() != AwaitObstacle.None || operation.EnclosingFunction() is not { } symbol
            || operation.Syntax.Ancestors().FirstOrDefault(IsFunction) is not { } function)
            return null;
        if (symbol.IsAsync)
            return new(site, function, symbol, changesReturnType: false);
        if (WorksOnCopy(symbol))
            return null;
        var lambda = operation.EnclosingLambda();
        if (symbol.ReturnType.IsTask() && (lambda is null || IsTakenAsTask(lambda)))
            return new(site, function, symbol, changesReturnType: false);
        if (lambda is not null)
            return new FreeSignature(site).MayBeAsync(lambda) ? new(site, function, symbol, changesReturnType: true) : null;
        return await new FreeSignature(site).MayReturnTask(symbol).ConfigureAwait(false)
            ? new(site, function, symbol, changesReturnType: true)
            : null;
    }

    /// <summary>The root with the node replaced and the function made async.</summary>
    public SyntaxNode Replace(SyntaxNode node, SyntaxNode replacement)
    {
        var rewritten = function.ReplaceNode(node, replacement);
        if (!symbol.IsAsync)
            rewritten = MakeAsync(rewritten);
        var root = site.Root.ReplaceNode(function, rewritten);
        return changesReturnType ? Imports.Add(root, site.Model, function.SpanStart, task.Import) : root;
    }

    private SyntaxNode MakeAsync(SyntaxNode rewritten)
    {
        if (!changesReturnType)
        {
            var hasResult = symbol.ReturnType is INamedTypeSymbol { IsGenericType: true };
            rewritten = new OwnReturns(rewritten, hasResult, Awaited.ContinuesAnywhere(function)).Rewrite();
        }
        return rewritten switch
        {
            MethodDeclarationSyntax method => WithAsync(
                method.WithReturnType(ReturnType(method.ReturnType)), method.Modifiers, (m, modifiers) => m.WithModifiers(modifiers)),
            LocalFunctionStatementSyntax local => WithAsync(
                local.WithReturnType(ReturnType(local.ReturnType)), local.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            ParenthesizedLambdaExpressionSyntax { ReturnType: { } type } lambda => WithAsync(
                lambda.WithReturnType(ReturnType(type)), lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            ParenthesizedLambdaExpressionSyntax { ExpressionBody: not null } lambda when BecomesRequestDelegate => WithAsync(
                lambda.WithReturnType(WrittenReturnType()), lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            LambdaExpressionSyntax lambda => WithAsync(lambda, lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            AnonymousMethodExpressionSyntax method => WithAsync(method, method.Modifiers, (m, modifiers) => m.WithModifiers(modifiers)),
            _ => rewritten,
        };
    }

    /// <summary>
    /// True where the async lambda would be taken as a RequestDelegate, which drops the result, if its return type were not written.
    /// </summary>
    private bool BecomesRequestDelegate =>
        changesReturnType && symbol is { ReturnsVoid: false, Parameters: [{ Type.Name: "HttpContext" }] };

    private TypeSyntax WrittenReturnType() =>
        task.Of(ParseTypeName(symbol.ReturnType.ToMinimalDisplayString(site.Model, function.SpanStart))).WithTrailingTrivia(Space);

    private TypeSyntax ReturnType(TypeSyntax type)
    {
        if (!changesReturnType)
            return type;
        var isVoid = type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        return (isVoid ? task.Name : task.Of(type)).WithTriviaFrom(type);
    }

    /// <summary>Adds the modifier after the others, before <c>partial</c>; the first token's comments stay first.</summary>
    private static T WithAsync<T>(T function, SyntaxTokenList modifiers, Func<T, SyntaxTokenList, T> with)
        where T : SyntaxNode
    {
        var keyword = Token(TriviaList(), SyntaxKind.AsyncKeyword, TriviaList(Space));
        if (modifiers.Count > 0)
        {
            var partial = modifiers.IndexOf(SyntaxKind.PartialKeyword);
            return with(function, partial > 0 ? modifiers.Insert(partial, keyword) : modifiers.Add(keyword));
        }
        var (attributes, start) = function switch
        {
            MethodDeclarationSyntax method => (method.AttributeLists, method.ReturnType.GetFirstToken()),
            LocalFunctionStatementSyntax local => (local.AttributeLists, local.ReturnType.GetFirstToken()),
            LambdaExpressionSyntax { AttributeLists: { Count: > 0 } lists } => (lists, lists.Last().GetLastToken().GetNextToken()),
            _ => (default, function.GetFirstToken()),
        };
        return with(function.ReplaceToken(start, start.WithLeadingTrivia()), TokenList(keyword.WithLeadingTrivia(start.LeadingTrivia)));
    }

    /// <summary>
    /// False where a call takes the lambda for a function of any result, as <c>Select</c> does: it runs it in its own time, and a lambda
    /// that is half awaited there means something else.
    /// </summary>
    private static bool IsTakenAsTask(IAnonymousFunctionOperation lambda) => lambda.TakingArgument()?.Parameter is not { } parameter
        || (parameter.OriginalDefinition.Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType is not { } result || result.IsTask();

    /// <summary>
    /// True for a method of a struct, which as async would change a copy of it; one of a ref struct cannot be async at all.
    /// </summary>
    private static bool WorksOnCopy(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsStatic: false }
        && method.ContainingType is { IsValueType: true } type
        && (type.IsRefLikeType || ChangesItself(method, type));

    private static bool ChangesItself(IMethodSymbol method, INamedTypeSymbol type) => !type.IsReadOnly && !method.IsReadOnly;

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
            or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;
}

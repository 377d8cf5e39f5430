using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>The function around a place where an await is to be written, and what it takes to make it async. Functions are never renamed.</summary>
internal sealed class AsyncFunction
{
    private readonly FixSite site;
    private readonly SyntaxNode function;
    private readonly IMethodSymbol symbol;
    private readonly bool changesReturnType;
    private readonly TaskType task;

    private AsyncFunction(FixSite site, SyntaxNode function, IMethodSymbol symbol, bool changesReturnType)
    {
        this.site = site;
        this.function = function;
        this.symbol = symbol;
        this.changesReturnType = changesReturnType;
        task = new(site.Model, function.SpanStart);
    }

    /// <summary>
    /// True where making the function async changes what its caller sees: what is written to an AsyncLocal or a culture no longer flows back,
    /// and the failure of a task that a try returns is now caught there.
    /// </summary>
    public bool NeedsReview => !symbol.IsAsync
        && (AmbientState.IsWrittenIn(function, site.Model, site.Cancellation) || (!changesReturnType && OwnReturns.AreInTry(function)));

    /// <summary>The function around the operation; null where no await may be written there, or the function cannot become async without its callers.</summary>
    public static async Task<AsyncFunction?> Around(FixSite site, IOperation operation)
    {
        if (operation.ObstacleToAwait() != AwaitObstacle.None || operation.EnclosingFunction() is not { } symbol
            || operation.Syntax.Ancestors().FirstOrDefault(IsFunction) is not { } function || (!symbol.IsAsync && WorksOnCopy(symbol)))
            return null;
        if (symbol.IsAsync || symbol.ReturnType.IsTask())
            return new(site, function, symbol, changesReturnType: false);
        if (operation.EnclosingLambda() is { } lambda)
            return FreeSignature.MayBeAsync(lambda) ? new(site, function, symbol, changesReturnType: true) : null;
        return await FreeSignature.MayReturnTask(symbol, site.Document.Project.Solution, site.Cancellation).ConfigureAwait(false)
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
            rewritten = new OwnReturns(rewritten, hasResult: symbol.ReturnType is INamedTypeSymbol { IsGenericType: true }, Awaited.ContinuesAnywhere(function)).Rewrite();
        return rewritten switch
        {
            MethodDeclarationSyntax method => WithAsync(
                method.WithReturnType(ReturnType(method.ReturnType)), method.Modifiers, (m, modifiers) => m.WithModifiers(modifiers)),
            LocalFunctionStatementSyntax local => WithAsync(
                local.WithReturnType(ReturnType(local.ReturnType)), local.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            ParenthesizedLambdaExpressionSyntax { ReturnType: { } type } lambda => WithAsync(
                lambda.WithReturnType(ReturnType(type)), lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            ParenthesizedLambdaExpressionSyntax { ExpressionBody: not null } lambda when changesReturnType && BecomesRequestDelegate => WithAsync(
                lambda.WithReturnType(task.Of(ParseTypeName(symbol.ReturnType.ToMinimalDisplayString(site.Model, function.SpanStart))).WithTrailingTrivia(Space)),
                lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            LambdaExpressionSyntax lambda => WithAsync(lambda, lambda.Modifiers, (l, modifiers) => l.WithModifiers(modifiers)),
            AnonymousMethodExpressionSyntax method => WithAsync(method, method.Modifiers, (m, modifiers) => m.WithModifiers(modifiers)),
            _ => rewritten,
        };
    }

    /// <summary>True where the async lambda would be taken as a RequestDelegate, which drops the result, if its return type were not written.</summary>
    private bool BecomesRequestDelegate => symbol is { ReturnsVoid: false, Parameters: [{ Type.Name: "HttpContext" }] };

    private TypeSyntax ReturnType(TypeSyntax type)
    {
        if (!changesReturnType)
            return type;
        return (type is PredefinedTypeSyntax { Keyword: var keyword } && keyword.IsKind(SyntaxKind.VoidKeyword) ? task.Name : task.Of(type)).WithTriviaFrom(type);
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
            LambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda => (lambda.AttributeLists, lambda.AttributeLists.Last().GetLastToken().GetNextToken()),
            _ => (default, function.GetFirstToken()),
        };
        return with(function.ReplaceToken(start, start.WithLeadingTrivia()), TokenList(keyword.WithLeadingTrivia(start.LeadingTrivia)));
    }

    /// <summary>True for a method of a struct, which as async would change a copy of it; one of a ref struct cannot be async at all.</summary>
    private static bool WorksOnCopy(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsStatic: false, ContainingType: { IsValueType: true } type }
        && (type.IsRefLikeType || !(type.IsReadOnly || method.IsReadOnly));

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;
}

using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Answers in which function code is written, by syntax alone.</summary>
internal static class FunctionSyntax
{
    /// <summary>The lambda, local function, accessor or member that the node is written in; null outside of all.</summary>
    public static SyntaxNode? FunctionAround(this SyntaxNode node) => node.Ancestors().FirstOrDefault(outer => outer is
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax);

    /// <summary>True for a declaration that is async, or returns what is written as a task.</summary>
    public static bool LooksAsynchronous(SyntaxTokenList modifiers, TypeSyntax result) =>
        modifiers.Any(SyntaxKind.AsyncKeyword) || result.ToString().Contains("Task");
}

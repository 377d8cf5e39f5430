using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

/// <summary>What the fixes that write an asynchronous twin ask of a site.</summary>
internal static class TwinSite
{
    /// <summary>What the table says to call; the rule has left it.</summary>
    public static ApiName? InsteadOf(FixSite site) =>
        site.Properties.TryGetValue(BlockingRule.Instead, out var text) ? ApiName.TryParse(text!) : null;

    /// <summary>False for a call that a <c>?.</c> makes only sometimes: there is no place for an await in it.</summary>
    public static bool IsWholeCall(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: not MemberBindingExpressionSyntax, Parent: not ConditionalAccessExpressionSyntax };
}

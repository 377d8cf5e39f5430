using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Answers which cancellation token a call is given.</summary>
internal static class GivenToken
{
    /// <summary>The argument's expression; null where the call is given none.</summary>
    public static ExpressionSyntax? Of(IInvocationOperation call) => call.Arguments
        .Where(argument => argument.ArgumentKind == ArgumentKind.Explicit
            && argument.Parameter?.Type is INamedTypeSymbol type && type.Is("System.Threading.CancellationToken"))
        .Select(argument => argument.Value.Syntax as ExpressionSyntax).FirstOrDefault();
}

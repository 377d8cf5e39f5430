using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>
/// Answers where a query is run without a call that says so: by a foreach, and by an operator of LINQ in memory behind AsEnumerable.
/// </summary>
internal static class EnumeratedQuery
{
    /// <summary>The query that a foreach runs, if the operation is its collection; null for a collection in memory.</summary>
    public static IOperation? InForEach(IOperation collection) =>
        IsCollection(collection.Syntax) ? collection.QueryBehind() : null;

    /// <summary>The query that the call runs by enumerating what AsEnumerable made of it; null where it runs none.</summary>
    public static IOperation? BehindAsEnumerable(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is("System.Linq.Enumerable") && !call.TargetMethod.IsDeferredLinq()
        && call.Receiver() is IInvocationOperation source && source.TargetMethod.ContainingType.Is("System.Linq.Enumerable")
            ? source.QueryBehind()
            : null;

    /// <summary>What to await: the operator's own twin where it stands directly behind AsEnumerable and is given no code.</summary>
    public static string TwinOf(IInvocationOperation call) =>
        call.Receiver() is IInvocationOperation { TargetMethod.Name: "AsEnumerable" } && call.Arguments.Length == 1
            ? call.TargetMethod.Name + "Async"
            : "ToListAsync";

    /// <summary>True for the expression behind the <c>in</c> of a foreach that is not asynchronous.</summary>
    public static bool IsCollection(SyntaxNode place) =>
        place.Parent is CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop && loop.Expression == place;
}

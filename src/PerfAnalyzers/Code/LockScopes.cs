namespace PerfAnalyzers.Code;

/// <summary>Answers whether code holds a lock that it has entered by a call, and that only the same thread can leave.</summary>
internal static class LockScopes
{
    private static readonly string[] LockTypes =
    [
        "System.Threading.Monitor", "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock",
        "System.Threading.Mutex", "System.Threading.SpinLock", "System.Threading.Lock",
    ];

    private static readonly string[] Entering = ["Enter", "TryEnter", "Acquire", "WaitOne"];
    private static readonly string[] Leaving = ["Exit", "Release"];

    /// <summary>True after an entry into a lock that is not left before the operation.</summary>
    public static bool AreOpenAt(IOperation operation, IOperation body)
    {
        var calls = body.DescendantsAndSelf().OfType<IInvocationOperation>()
            .Where(call => call.Syntax.Span.End <= operation.Syntax.SpanStart && IsOfLock(call)).ToList();
        return calls.Count(call => IsNamed(call, Entering)) > calls.Count(call => IsNamed(call, Leaving));
    }

    private static bool IsOfLock(IInvocationOperation call)
    {
        var type = call.Instance?.Type as INamedTypeSymbol ?? call.TargetMethod.ContainingType;
        return LockTypes.Any(type.Is);
    }

    private static bool IsNamed(IInvocationOperation call, string[] beginnings) =>
        beginnings.Any(beginning => call.TargetMethod.Name.StartsWith(beginning, StringComparison.Ordinal));
}

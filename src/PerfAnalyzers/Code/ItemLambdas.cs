namespace PerfAnalyzers.Code;

/// <summary>Answers which lambdas run once for each element of a collection, as the body of a loop does.</summary>
internal static class ItemLambdas
{
    /// <summary>The methods that are given such a lambda: LINQ that looks at every element, and loops that are called.</summary>
    private static readonly ImmutableHashSet<string> Operators = ImmutableHashSet.Create(
        "Average", "Count", "GroupBy", "Max", "MaxBy", "Min", "MinBy", "OrderBy", "OrderByDescending", "Select", "SelectMany", "Sum",
        "ToDictionary", "ToLookup", "Where");

    private static readonly ImmutableHashSet<string> Loops = ImmutableHashSet.Create("ForEach", "ForEachAsync");

    /// <summary>LINQ that stops as soon as it has an answer: not every element is looked at then.</summary>
    private static readonly ImmutableHashSet<string> Searches = ImmutableHashSet.Create(
        "All", "Any", "Contains", "ElementAt", "ElementAtOrDefault", "First", "FirstOrDefault", "SequenceEqual", "Single",
        "SingleOrDefault", "SkipWhile", "Take", "TakeWhile");

    /// <summary>True for a name that may be the one of such a method: nothing is bound yet.</summary>
    public static bool MayTake(string method) => Operators.Contains(method) || Loops.Contains(method);

    /// <summary>The call that runs the lambda for each element; null where it is none of the kind.</summary>
    public static IInvocationOperation? RunnerOf(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Symbol.Parameters.IsEmpty || lambda.TakingArgument() is not { Parent: IInvocationOperation call } argument
            || argument.Parameter?.Type.TypeKind != TypeKind.Delegate || !ReferenceEquals(argument, FirstFunctionOf(call)))
            return null;
        return IsOperator(call) || IsLoop(call) ? call : null;
    }

    /// <summary>What the lambda is run for the elements of.</summary>
    public static IOperation SourceOf(IInvocationOperation runner) => runner.Receiver() ?? runner.Arguments[0].Value.WithoutConversions();

    /// <summary>True where the elements are not handled one after the other.</summary>
    public static bool AreHandledTogether(IInvocationOperation runner, IAnonymousFunctionOperation lambda) =>
        lambda.Symbol.IsAsync || IsParallel(runner);

    /// <summary>True where nobody has to enumerate anything for the lambda to run.</summary>
    public static bool RunsAtOnce(IInvocationOperation runner) => Loops.Contains(runner.TargetMethod.Name);

    private static IArgumentOperation? FirstFunctionOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate);

    private static bool IsOperator(IInvocationOperation call) =>
        Operators.Contains(call.TargetMethod.Name) && call.TargetMethod.ContainingType.Is("System.Linq.Enumerable") && !IsSearched(call);

    private static bool IsLoop(IInvocationOperation call) =>
        Loops.Contains(call.TargetMethod.Name)
        && (call.TargetMethod.IsExtensionMethod || IsParallel(call)
            || call.TargetMethod.ContainingType is { Name: "List" or "Array", ContainingNamespace.Name: "Generic" or "System" });

    private static bool IsParallel(IInvocationOperation call) => call.TargetMethod.ContainingType.Is("System.Threading.Tasks.Parallel");

    /// <summary>True where a search stands behind the operator in its chain.</summary>
    private static bool IsSearched(IInvocationOperation call)
    {
        for (var part = call; NextInChain(part) is { } next; part = next)
            if (Searches.Contains(next.TargetMethod.Name))
                return true;
        return false;
    }

    private static IInvocationOperation? NextInChain(IInvocationOperation call) =>
        call.Result().Parent is IArgumentOperation { Parent: IInvocationOperation next } && ReferenceEquals(next.Receiver(), call)
            ? next
            : null;
}

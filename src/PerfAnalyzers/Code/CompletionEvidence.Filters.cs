namespace PerfAnalyzers.Code;

/// <summary>Which filters let only complete tasks pass: <c>tasks.Where(t => t.IsCompletedSuccessfully)</c>.</summary>
internal sealed partial class CompletionEvidence
{
    private static bool AreFiltered(IOperation? tasks)
    {
        while (CallThatYields(tasks) is { } call)
        {
            if (call.TargetMethod.Name == "Where" && LeavesOnlyComplete(call))
                return true;
            if (!TaskNames.YieldsElementsOfItsSource(call.TargetMethod))
                return false;
            tasks = call.Receiver();
        }
        return false;
    }

    private static IInvocationOperation? CallThatYields(IOperation? tasks)
    {
        tasks = tasks?.WithoutConversions();
        return (tasks is ILocalReferenceOperation local ? local.OnlyValue()?.WithoutConversions() : tasks) as IInvocationOperation;
    }

    private static bool LeavesOnlyComplete(IInvocationOperation filter) =>
        filter.Arguments.LastOrDefault()?.Value.WithoutDelegate() is IAnonymousFunctionOperation { Symbol.Parameters: [var task, ..] } test
        && test.Body.Operations is [IReturnOperation { ReturnedValue: { } condition }]
        && new CompletionEvidence(condition, ImmutableArray.Create(new TaskName(task, ""))).Implied(condition, truth: true);
}

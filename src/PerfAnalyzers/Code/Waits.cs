namespace PerfAnalyzers.Code;

/// <summary>Answers which calls make code wait for nothing but time or a permit.</summary>
internal static class Waits
{
    public static bool OnPurpose(IInvocationOperation call) => (call.TargetMethod.ContainingType?.Name, call.TargetMethod.Name) is
        ("Task", "Delay") or ("Thread", "Sleep") or ("SemaphoreSlim", "Wait" or "WaitAsync") or ("PeriodicTimer", _)
        or (_, "AttemptAcquire" or "AcquireAsync" or "WaitForNextTickAsync");
}

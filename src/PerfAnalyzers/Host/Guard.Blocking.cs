namespace PerfAnalyzers.Host;

/// <summary>Guards of the rules about blocked threads.</summary>
internal sealed partial class Guard
{
    public static readonly Guard NeverRuns = new(
        Blocking + " PERF0201", "The code stands in an expression tree or in nameof: it does not run where it is written.");

    public static readonly Guard SynchronousForm = new(
        Blocking, "A flag chooses between this synchronous form and an asynchronous one beside it.");

    public static readonly Guard TaskIsComplete = new(
        "PERF0101", "The task is complete on every way to this place, so that the wait returns at once.");

    public static readonly Guard RunsHere = new(
        "PERF0101", "RunSynchronously runs the task instead of waiting for it; nobody else starts the task, so that none could await it.");

    public static readonly Guard OnlyPolls = new(
        "PERF0101 PERF0104", "A timeout of zero only looks whether there is something to wait for.");

    public static readonly Guard LibraryReportsIt = new("PERF0101", "The library brings an analyzer of its own that reports this wait.");

    public static readonly Guard GivesUpTimeSlice = new("PERF0103", "Sleeping for 0 or 1 ms gives up the time slice, as a spin loop does.");

    public static readonly Guard AsyncIsDetour = new(
        "PERF0102", "Every EF Core provider that the project references runs inside the process: its asynchronous form is only a detour.");

    public static readonly Guard ReadsMemory = new(
        "PERF0102", "The stream is in memory, or has been buffered: reading it waits for nothing.");

    public static readonly Guard FileOffRequestPath = new(
        "PERF0102", "Asynchronous file access costs more than it gains, except where it frees the thread of a request.");

    public static readonly Guard CannotBecomeAsync = new(
        "PERF0102 PERF0104", "The function is synchronous, and it and all that calls it cannot become asynchronous.");

    public static readonly Guard StreamInSynchronousCode = new(
        "PERF0102", "What is behind the stream is not known, and no handler is seen to reach the synchronous function that reads it.");

    public static readonly Guard TwinDoesNotFit = new(
        "PERF0102", "The asynchronous twin does not take the same arguments, or gives another result.");

    public static readonly Guard TwinIsUsed = new("PERF0102", "The code is the asynchronous twin itself, or uses it in the other branch.");

    public static readonly Guard NoAwaitHere = new(
        "PERF0104", "No await can stand here: the code holds a lock, or is a constructor, an accessor, a query or an iterator.");

    public static readonly Guard HeldShortly = new(
        "PERF0104", "Whoever holds the semaphore lets it go without waiting for anything, as a lock does.");
}

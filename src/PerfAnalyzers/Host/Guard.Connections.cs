namespace PerfAnalyzers.Host;

/// <summary>Guards of the rules about clients and connections.</summary>
internal sealed partial class Guard
{
    public static readonly Guard PartOfAnotherClient = new(
        "PERF0201", "The object becomes part of a client that is reported in its own right, or that is told to leave its handler alone.");

    public static readonly Guard RegistrationIsJudged = new(
        "PERF0201", "The client is a service that the container makes again and again: a case for PERF0202.");

    public static readonly Guard ClientIsKept = new(
        "PERF0201", "The client is stored where it outlives the call: a field, a cache, a lazy value.");

    public static readonly Guard MadeByFactory = new("PERF0201", "A factory makes the client for somebody who may keep it.");

    public static readonly Guard ServesALoop = new("PERF0201", "The client is made once, before the loop that it serves.");

    public static readonly Guard RunsPerhapsOnce = new(
        "PERF0201", "No handler is seen to reach the code, and a constructor or a synchronous static method may well run once.");
}

using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Host;

/// <summary>Guards about what makes the code run.</summary>
internal sealed partial class Guard
{
    public static readonly Guard RunsAtStartup = new(
        Blocking + " PERF0201 PERF03", "The code runs once, when the process starts or stops.");

    public static readonly Guard RunsOnOwnThread = new(
        Blocking + " PERF0201", "A thread was started for this code alone, so that nobody waits for it.");

    public static readonly Guard RunsInConsole = new(
        Blocking + " PERF02", "The code belongs to a command-line program, which serves nobody else meanwhile.");

    public static readonly Guard IsObsolete = new(All, "The code, or all that calls it, is marked obsolete and waits to be deleted.");

    public static readonly Guard RunsInTest = new(All, "The code belongs to a test or a benchmark.");

    public static readonly Guard NotOnRequestPath = new(
        Blocking + " PERF0201", "No handler of the project is seen to reach this code within perfanalyzers.handler_reach calls.");

    /// <summary>The guard for code that runs on an exempt path.</summary>
    public static Guard Of(PathKind kind) => kind switch
    {
        PathKind.Startup => RunsAtStartup,
        PathKind.OwnThread => RunsOnOwnThread,
        PathKind.Console => RunsInConsole,
        PathKind.Obsolete => IsObsolete,
        PathKind.Test => RunsInTest,
        _ => NotOnRequestPath,
    };
}

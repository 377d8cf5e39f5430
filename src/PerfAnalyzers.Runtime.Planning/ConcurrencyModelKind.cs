namespace PerfAnalyzers.Runtime.Planning;

/// <summary>How a server runs requests that wait for something.</summary>
public enum ConcurrencyModelKind
{
    /// <summary>Each request in a process of its own, made for it and ended with it, as CGI did.</summary>
    ProcessPerRequest,

    /// <summary>Each request keeps a thread of a pool from beginning to end, blocked while it waits.</summary>
    ThreadPool,

    /// <summary>One thread per core; a request that waits keeps only its continuation, as with async and await.</summary>
    EventLoop,
}

namespace PerfAnalyzers.Knowledge;

/// <summary>What a rule needs to know about an API. A new role is a new word in the tables.</summary>
internal enum ApiRole
{
    /// <summary>Blocks the thread until a task or awaiter completes.</summary>
    Wait,

    /// <summary>Synchronous I/O that has an asynchronous twin.</summary>
    Blocking,

    /// <summary>Synchronous LINQ operator that runs a database query when its source is an EF Core query.</summary>
    Query,

    /// <summary>Suspends the thread for a time.</summary>
    Sleep,

    /// <summary>Creates a client or a connection pool that is meant to be shared.</summary>
    Client,

    /// <summary>One round trip that only reads.</summary>
    Read,

    /// <summary>One round trip that changes something.</summary>
    Write,

    /// <summary>Creates a buffer without a limit.</summary>
    Unbounded,

    /// <summary>Reads the wall clock.</summary>
    Clock,
}

namespace PerfAnalyzers.Knowledge;

/// <summary>What a line of a table says. A new role is a new word in the tables.</summary>
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

    /// <summary>Blocks the thread until another thread signals.</summary>
    Signal,

    /// <summary>Creates a client or a connection pool that is meant to be shared.</summary>
    Client,

    /// <summary>Registers a service that is made again for each scope or use; the third word registers one for all.</summary>
    Scoped,

    /// <summary>One round trip that only reads.</summary>
    Read,

    /// <summary>One round trip that changes something.</summary>
    Write,

    /// <summary>Creates a buffer without a limit.</summary>
    Unbounded,

    /// <summary>Reads the wall clock.</summary>
    Clock,

    /// <summary>What a new client of the library costs, and how one is shared.</summary>
    Costs,

    /// <summary>What to do instead of one read per item.</summary>
    ReadAll,

    /// <summary>What to do instead of one write per item.</summary>
    WriteAll,

    /// <summary>Sends SQL that is written in the code.</summary>
    Sql,

    /// <summary>Sends a request by HTTP.</summary>
    Http,

    /// <summary>Writes every change that its unit of work has collected.</summary>
    Save,

    /// <summary>One statement for as many rows as its query selects.</summary>
    RowSet,

    /// <summary>Calls may be in flight together, each with a result of its own.</summary>
    Concurrent,

    /// <summary>A database in the process: no round trips, but a write outside of a transaction waits for the disk.</summary>
    Disk,

    /// <summary>Its writes may stay in an outbox until a unit of work is saved.</summary>
    Outbox,

    /// <summary>An EF Core provider that runs in the process.</summary>
    Local,

    /// <summary>An EF Core provider whose database is elsewhere.</summary>
    Remote,

    /// <summary>Runs once per web or RPC request.</summary>
    Request,

    /// <summary>Runs once per message, job or function invocation.</summary>
    Message,

    /// <summary>Runs on a thread of a library, once per event.</summary>
    Callback,

    /// <summary>Runs as the loop of a background service.</summary>
    Worker,

    /// <summary>Runs once, when the process starts or stops.</summary>
    Startup,

    /// <summary>Runs on a thread that is started for it alone.</summary>
    Thread,

    /// <summary>Runs on the thread pool; who waits for it, nobody can tell.</summary>
    Pool,
}

/// <summary>What the line of a role is about.</summary>
internal enum RoleSubject
{
    /// <summary>Calls of a member.</summary>
    Member,

    /// <summary>A whole library: everything under the name of an assembly, a namespace or a type, or one member.</summary>
    Library,

    /// <summary>Code that something runs.</summary>
    Code,
}

internal static class ApiRoles
{
    /// <summary>Roles of shipped lines that no rule reads yet: a line of a user's own would say nothing.</summary>
    public static readonly ImmutableArray<ApiRole> Unread = ImmutableArray.Create(ApiRole.Unbounded, ApiRole.Clock);

    public static readonly ImmutableArray<ApiRole> All = ((ApiRole[])Enum.GetValues(typeof(ApiRole))).ToImmutableArray();

    /// <summary>The role as tables write it.</summary>
    public static string Word(this ApiRole role) => role.ToString().ToLowerInvariant();

    public static bool TryRead(string word, out ApiRole role)
    {
        foreach (var candidate in All)
            if (string.Equals(candidate.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                role = candidate;
                return true;
            }
        role = default;
        return false;
    }

    public static RoleSubject Subject(this ApiRole role) => role switch
    {
        < ApiRole.Costs => RoleSubject.Member,
        < ApiRole.Request => RoleSubject.Library,
        _ => RoleSubject.Code,
    };

    /// <summary>True for roles whose lines may say in quotes what to do instead.</summary>
    public static bool MayHaveText(this ApiRole role) => role is ApiRole.Read or ApiRole.Write or ApiRole.Signal;

    /// <summary>How many quoted texts a line of the role must have.</summary>
    public static int Texts(this ApiRole role) => role switch
    {
        ApiRole.Costs => 2,
        ApiRole.ReadAll or ApiRole.WriteAll => 1,
        _ => 0,
    };
}

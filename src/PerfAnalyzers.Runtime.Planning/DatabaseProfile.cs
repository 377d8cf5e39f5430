namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// A kind of database use with what suits it. Which one fits, and how large pool and memory should be, depends on the figures of
/// the workload: see <see cref="DatabaseRecommendation.For"/>. Immutable.
/// </summary>
public sealed class DatabaseProfile
{
    private const string ColumnstoreOverview =
        "Microsoft, \"Columnstore indexes: Overview\", learn.microsoft.com/sql/relational-databases/indexes/columnstore-indexes-overview";
    private const string PostgresSettings =
        "PostgreSQL documentation, \"Resource Consumption\", postgresql.org/docs/current/runtime-config-resource.html";

    private DatabaseProfile(DatabaseProfileKind kind, string optimizes, IReadOnlyList<DatabaseSetting> settings)
    {
        Kind = kind;
        Optimizes = optimizes;
        Settings = settings;
    }

    /// <summary>Short transactions: latency of each, and how many at once.</summary>
    public static DatabaseProfile Oltp { get; } = new(
        DatabaseProfileKind.Oltp,
        "latency of short transactions",
        [
            new("Storage", "Rows with B-tree indexes for the keys that are looked up; few indexes on what is written often.",
                "A lookup reads few pages; every index makes a write dearer.",
                "Winand, \"SQL Performance Explained\" (2012), chapters 1 and 8"),
            new("Round trips", "One statement or batch for many rows, one transaction for what belongs together.",
                "200 inserts over 2.4 ms of round trip: 1,203 ms one by one, 11.7 ms as a batch.",
                TradeOffs.TradeOffCatalogue.Measurements),
            new("Isolation", "Row versions (snapshot, MVCC), short transactions.", "Readers and writers do not wait for each other.",
                "Berenson et al., \"A Critique of ANSI SQL Isolation Levels\" (1995)"),
            new("Memory", "The working set in the buffer pool, little for each sort.", "Many connections multiply what each may use.",
                PostgresSettings),
        ]);

    /// <summary>Long queries: rows per second of each.</summary>
    public static DatabaseProfile Olap { get; } = new(
        DatabaseProfileKind.Olap,
        "throughput of long scans",
        [
            new("Storage", "Columns, compressed, in partitions by time.",
                "Up to 10 times the query performance and up to 10 times the compression of rows, says the vendor.", ColumnstoreOverview),
            new("Loading", "In bulk, off the hours of the queries.",
                "Compressed column segments are made of many rows at once (SQL Server: 102,400 or more).",
                "Microsoft, \"Columnstore indexes: Data loading guidance\", "
                + "learn.microsoft.com/sql/relational-databases/indexes/columnstore-indexes-data-loading-guidance"),
            new("Parallelism", "Several cores for each query, few queries at once.",
                "The cores are the limit; queries beyond them only take them from each other.", "CapacityModel: X <= cores / CPU time"),
            new("Memory", "Much for each sort and hash, so that they do not go to disk.", "A spill turns memory speed into disk speed.",
                PostgresSettings),
        ]);

    /// <summary>Both in one database: the long queries kept from the short ones' way.</summary>
    public static DatabaseProfile Balanced { get; } = new(
        DatabaseProfileKind.Balanced,
        "latency of transactions beside reports",
        [
            new("Storage", "Rows, and a columnstore index or a replica for the reports.", "Scans leave the rows' pages and locks alone.",
                "Microsoft, \"Get started with columnstore for real-time operational analytics\", "
                + "learn.microsoft.com/sql/relational-databases/indexes/get-started-with-columnstore-for-real-time-operational-analytics"),
            new("Isolation", "Row versions (snapshot, MVCC); reports on one snapshot.",
                "A long read blocks no write and sees no half of one.",
                "Berenson et al., \"A Critique of ANSI SQL Isolation Levels\" (1995)"),
            new("Pools", "One pool for transactions, a small one for reports.",
                "A few reports cannot take all connections from the transactions (bulkhead).", "Nygard, \"Release It!\" (2018), chapter 5"),
            new("Memory", "The working set of the transactions first; a limit for each report.",
                "One scan of a large table would push it out.", PostgresSettings),
        ]);

    /// <summary>The three profiles.</summary>
    public static IReadOnlyList<DatabaseProfile> All { get; } = [Oltp, Olap, Balanced];

    /// <summary>Which profile this is.</summary>
    public DatabaseProfileKind Kind { get; }

    /// <summary>What it is good for.</summary>
    public string Optimizes { get; }

    /// <summary>Settings and practices that suit it.</summary>
    public IReadOnlyList<DatabaseSetting> Settings { get; }
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// The database profile that fits a workload, with its numbers. Immutable. This corrects the fixed table that took a size of the
/// data and did not use it: here every figure of the workload decides something.
/// </summary>
public sealed class DatabaseRecommendation
{
    private DatabaseRecommendation(DatabaseProfile profile, DatabaseWorkload workload)
    {
        var transactions = workload.TransactionsPerSecond * workload.TransactionTime.TotalSeconds;
        var scans = workload.ScansPerSecond * workload.ScanTime.TotalSeconds;
        Profile = profile;
        BusyConnections = transactions + scans;
        ScanShare = BusyConnections == 0 ? 0 : scans / BusyConnections;
        MaxConnections = (int)Math.Min((2L * workload.Cores) + 1, int.MaxValue);
        PoolSize = (int)Math.Min(MaxConnections, Math.Max(1, Math.Ceiling(BusyConnections + (2 * Math.Sqrt(BusyConnections)))));
        MemoryCoverage = workload.DataSize.Bytes == 0 ? 1 : Math.Min(1, workload.Memory.Bytes / workload.DataSize.Bytes);
    }

    /// <summary>The profile: by the share of the busy connections that scans keep, and not by their number.</summary>
    public DatabaseProfile Profile { get; }

    /// <summary>Connections that are busy in the mean, by <see cref="LittlesLaw"/>.</summary>
    public double BusyConnections { get; }

    /// <summary>Share of them that scan, 0 to 1.</summary>
    public double ScanShare { get; }

    /// <summary>
    /// Connections to the server over all its clients: those that are busy and two standard deviations more (as many arrive at
    /// random, Poisson), but no more than <see cref="MaxConnections"/>.
    /// </summary>
    public int PoolSize { get; }

    /// <summary>
    /// Connections beyond which the server only switches between them: 2 * cores + 1, the rule of the PostgreSQL wiki ("Number Of
    /// Database Connections") for data in memory or on one SSD. A place to begin measuring from.
    /// </summary>
    public int MaxConnections { get; }

    /// <summary>Whether more connections are busy than the server can work for, so that requests queue whatever the pool.</summary>
    public bool IsOverloaded => BusyConnections > MaxConnections;

    /// <summary>Share of the data that fits into memory, 0 to 1; what is read at random beyond it comes from disk.</summary>
    public double MemoryCoverage { get; }

    /// <summary>The recommendation for a workload: OLAP where scans keep more than 80 % of the busy connections, OLTP below 20 %.</summary>
    /// <param name="workload">What the database is asked for.</param>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range, or nothing is asked for.</exception>
    public static DatabaseRecommendation For(DatabaseWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Checked.Positive(workload.TransactionTime);
        Checked.Positive(workload.ScanTime);
        Checked.AtLeastOne(workload.Cores);
        var asked = Checked.NotNegative(workload.TransactionsPerSecond) + Checked.NotNegative(workload.ScansPerSecond);
        Checked.Positive(asked, $"{nameof(workload)}.{nameof(workload.TransactionsPerSecond)}");
        var balanced = new DatabaseRecommendation(DatabaseProfile.Balanced, workload);
        return balanced.ScanShare switch
        {
            > 0.8 => new DatabaseRecommendation(DatabaseProfile.Olap, workload),
            < 0.2 => new DatabaseRecommendation(DatabaseProfile.Oltp, workload),
            _ => balanced,
        };
    }
}

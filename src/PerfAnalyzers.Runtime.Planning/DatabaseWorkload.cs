namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What a database is asked for, for <see cref="DatabaseRecommendation.For"/>, which validates it.</summary>
public sealed record DatabaseWorkload
{
    /// <summary>Short statements per second, those that touch few rows; zero or more.</summary>
    public required double TransactionsPerSecond { get; init; }

    /// <summary>Mean time that a short one keeps its connection; more than zero.</summary>
    public required TimeSpan TransactionTime { get; init; }

    /// <summary>Scans per second: reports, aggregates, exports; zero or more.</summary>
    public required double ScansPerSecond { get; init; }

    /// <summary>Mean time of a scan; more than zero.</summary>
    public required TimeSpan ScanTime { get; init; }

    /// <summary>Data with indexes.</summary>
    public required ByteSize DataSize { get; init; }

    /// <summary>Memory of the database server for data.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Cores of the database server; 1 or more.</summary>
    public required int Cores { get; init; }
}

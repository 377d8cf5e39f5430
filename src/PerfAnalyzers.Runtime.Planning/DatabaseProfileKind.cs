namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What a database is mostly used for.</summary>
public enum DatabaseProfileKind
{
    /// <summary>Many short transactions on few rows each.</summary>
    Oltp,

    /// <summary>Few long queries over many rows each.</summary>
    Olap,

    /// <summary>Both in one database.</summary>
    Balanced,
}

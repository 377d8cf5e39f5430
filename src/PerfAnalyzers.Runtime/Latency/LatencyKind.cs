namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What a request spends time on. <see cref="LatencyCatalogue"/> tells what is typical for each and what helps.</summary>
public enum LatencyKind
{
    /// <summary>Named freely, none of the others.</summary>
    Other,

    /// <summary>On the wire: propagation, transmission, handshakes, retransmissions.</summary>
    Network,

    /// <summary>On a processor: computing, serialising, allocating and collecting.</summary>
    Processing,

    /// <summary>Waiting for a turn: a thread, a connection, a lock, a place in a queue.</summary>
    Queueing,

    /// <summary>Waiting for storage: disk, database, file.</summary>
    InputOutput,
}

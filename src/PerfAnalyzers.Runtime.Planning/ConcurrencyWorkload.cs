namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What requests do and what they may use, for <see cref="ConcurrencyModel"/>. Validated where it is used.</summary>
public sealed record ConcurrencyWorkload
{
    /// <summary>Requests that arrive per second; more than zero.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>CPU time of a request's own work; more than zero.</summary>
    public required TimeSpan CpuPerRequest { get; init; }

    /// <summary>Time that a request waits for others (I/O), all waits together; zero or more.</summary>
    public required TimeSpan WaitPerRequest { get; init; }

    /// <summary>How many times a request waits; zero or more.</summary>
    public double WaitsPerRequest { get; init; } = 1;

    /// <summary>Processor cores; 1 to <see cref="MultiServerQueue.MaxServers"/>.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory for requests in flight; more than zero.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Memory of a request's own data (buffers, entities) while it is in flight, in every model alike.</summary>
    public ByteSize StatePerRequest { get; init; }

    /// <summary>
    /// Threads that the pool may have; 1 or more. .NET's pool allows 32,767 by default, but adds only about one or two per second
    /// above the number of cores, so that a burst meets far fewer.
    /// </summary>
    public int MaxThreads { get; init; } = 32_767;
}

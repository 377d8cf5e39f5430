namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// The four kinds of latency as data: typical values with their sources, causes and strategies. Orders of magnitude to compare a
/// <see cref="LatencyBreakdown"/> with, not promises about a machine. Immutable.
/// </summary>
public static class LatencyCatalogue
{
    private const string Dean = "Jeff Dean, Designs, Lessons and Advice from Building Large Distributed Systems, LADIS 2009";
    private const string Propagation = "ITU-T G.114 (2003), planning value of 5 us per km of fibre";
    private const string Tls = "one round trip, RFC 8446 (2018), over 5,600 km of fibre at 5 us per km";
    private const string DelayedAcknowledgement =
        "RFC 1122 (1989), 4.2.3.2: at most 500 ms; Linux: 40 ms at least (net/tcp.h, TCP_DELACK_MIN)";
    private const string Pool = "Microsoft Learn, Debug ThreadPool starvation: one or two threads per second are added";
    private const string Boner = "Jonas Boner, Latency Numbers Every Programmer Should Know, 2012, https://gist.github.com/jboner/2841832";
    private const string SingleServer =
        "M/M/1 waiting time, utilization / (1 - utilization) * service time: Kleinrock, Queueing Systems I, 1975";

    /// <summary>Every kind but <see cref="LatencyKind.Other"/>, in their order.</summary>
    public static IReadOnlyList<LatencyKindProfile> Kinds { get; } = Array.AsReadOnly<LatencyKindProfile>(
    [
        new(
            LatencyKind.Network,
            "Time on the wire: distance, bandwidth, handshakes and lost packets.",
            List<TypicalLatency>(
                Of("round trip within a data centre", 0.5, Dean),
                Of("round trip California - Netherlands", 150, Dean),
                Of("round trip over 1,000 km of fibre", 10, Propagation),
                Of("TLS 1.3 handshake London - New York", 56, Tls),
                Of("2 KB over 1 Gbit/s", 0.02, Dean),
                Of("answer held back by delayed acknowledgement", 40, 500, DelayedAcknowledgement)),
            List(
                "distance", "several round trips in sequence", "a new connection per request", "large or uncompressed payloads",
                "loss and retransmission", "name resolution"),
            List(
                "fewer round trips: batch, join, one query instead of N",
                "reuse connections: pools, HTTP/2, keep-alive",
                "independent calls in parallel",
                "nearer data: cache, content delivery network, region",
                "smaller payloads: projection, paging, compression where the wire is slower than the processor")),
        new(
            LatencyKind.Processing,
            "Time on a processor: computing, serialising, allocating.",
            List<TypicalLatency>(
                Of("main memory reference", 100e-6, Dean),
                Of("compressing 1 KB with a fast algorithm", 0.003, Dean),
                Of("reading 1 MB sequentially from memory", 0.25, Dean)),
            List(
                "algorithms that grow faster than their input", "serialisation", "allocation and garbage collection",
                "reflection and compilation in the request", "first calls before the runtime has optimised them"),
            List(
                "do less: cache the result, stream, compute before it is asked for",
                "a better algorithm or data structure",
                "allocate less: pools, spans, source-generated serialisation",
                "parallel work where processors are idle",
                "warm up before taking traffic")),
        new(
            LatencyKind.Queueing,
            "Time waiting for a turn. It grows without limit as what is waited for nears full use.",
            List<TypicalLatency>(
                Of("wait for a server with 10 ms of service, half used", 10, SingleServer),
                Of("wait for a server with 10 ms of service, 80 % used", 40, SingleServer),
                Of("wait for a server with 10 ms of service, 90 % used", 90, SingleServer),
                Of("one more thread for a starved thread pool", 500, 1_000, Pool)),
            List(
                "use near the limit", "bursts", "blocked threads: sync over async", "an exhausted connection pool", "locks held too long",
                "large batches ahead"),
            List(
                "shorter service: every other strategy shortens queues too",
                "headroom: more of what is waited for, or less load on it",
                "bounded queues that refuse early instead of waiting long",
                "never block: asynchronous code all the way",
                "shorter critical sections, less sharing")),
        new(
            LatencyKind.InputOutput,
            "Time waiting for storage: disks, databases, files.",
            List<TypicalLatency>(
                Of("disk seek", 10, Dean),
                Of("reading 1 MB sequentially from disk", 20, Dean),
                Of("reading 4 KB at random from a solid-state disk", 0.15, Boner)),
            List(
                "a query per item (N+1)", "missing indexes", "more columns and rows than needed", "synchronous reads and writes",
                "small random accesses", "flushing each write"),
            List(
                "fewer accesses: batch, join, cache",
                "cheaper accesses: indexes, projection, paging",
                "asynchronous accesses, independent ones in parallel",
                "sequential instead of random: append, group commit",
                "faster storage, or memory")),
    ]);

    /// <summary>The entry of a kind, or <see langword="null"/> for <see cref="LatencyKind.Other"/> and undefined ones.</summary>
    public static LatencyKindProfile? Of(LatencyKind kind) => Kinds.FirstOrDefault(profile => profile.Kind == kind);

    private static TypicalLatency Of(string what, double milliseconds, string source) => Of(what, milliseconds, milliseconds, source);

    private static TypicalLatency Of(string what, double low, double high, string source) =>
        new(what, TimeSpan.FromMilliseconds(low), TimeSpan.FromMilliseconds(high), source);

    private static IReadOnlyList<string> List(params string[] items) => Array.AsReadOnly(items);

    private static IReadOnlyList<T> List<T>(params T[] items) => Array.AsReadOnly(items);
}

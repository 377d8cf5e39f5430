namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// What one request asks of one resource: the service demand D of operational analysis (Denning and Buzen, "The Operational
/// Analysis of Queueing Network Models", 1978), in seconds of one server, and how many servers there are. Immutable.
/// </summary>
public sealed record ResourceDemand
{
    private ResourceDemand(string name, double seconds, int servers, bool isHeld)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Seconds = seconds;
        Servers = servers;
        IsHeld = isHeld;
    }

    /// <summary>The resource's name, for example "CPU".</summary>
    public string Name { get; }

    /// <summary>Seconds for which a request occupies one server of the resource, without waiting for it.</summary>
    public double Seconds { get; }

    /// <summary>How many requests the resource serves at once: cores, disks, connections; at most
    /// <see cref="MultiServerQueue.MaxServers"/>.</summary>
    public int Servers { get; }

    /// <summary>
    /// Whether the resource is held while others work (a connection, a thread, memory: a passive resource), so that its time is
    /// no part of the response time. It bounds the throughput all the same.
    /// </summary>
    public bool IsHeld { get; }

    /// <summary>Requests per second that saturate this resource: <see cref="Servers"/> / <see cref="Seconds"/>.</summary>
    public double CapacityPerSecond => Servers / Seconds;

    /// <summary>A resource that works on a request for a known time.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="serviceTime">Time of one server for one request (all visits together), without waiting; more than zero.</param>
    /// <param name="servers">How many requests are served at once; 1 to <see cref="MultiServerQueue.MaxServers"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="serviceTime"/> or <paramref name="servers"/> is out of
    /// range.</exception>
    public static ResourceDemand Service(string name, TimeSpan serviceTime, int servers = 1) =>
        new(name, Checked.Positive(serviceTime).TotalSeconds, Checked.Servers(servers), isHeld: false);

    /// <summary>
    /// Processors: D = instructions / (clock * instructions per cycle) on one core. 8 cores at 3 GHz that complete 2 instructions
    /// per cycle serve 8 * 3e9 * 2 / 1e6 = 48,000 requests of 10^6 instructions per second; with the GHz taken for Hz, as in the
    /// document this corrects, it would be 4.8e-05.
    /// </summary>
    /// <param name="cores">1 to <see cref="MultiServerQueue.MaxServers"/>.</param>
    /// <param name="clock">The clock frequency of a core.</param>
    /// <param name="instructionsPerCycle">More than zero; measured values lie between 0.5 and 4.</param>
    /// <param name="instructionsPerRequest">More than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ResourceDemand Cpu(int cores, Frequency clock, double instructionsPerCycle, double instructionsPerRequest) => new(
        "CPU",
        Checked.Positive(
            Checked.Positive(instructionsPerRequest)
                / (Checked.Positive(clock.Hertz, nameof(clock)) * Checked.Positive(instructionsPerCycle)),
            nameof(instructionsPerRequest)),
        Checked.Servers(cores),
        isHeld: false);

    /// <summary>A network link: D = bits / rate. Decimal, as networks are: 12.5 kB over 1 Gbit/s is 100 us.</summary>
    /// <param name="name">The link's name.</param>
    /// <param name="rate">The rate of the link.</param>
    /// <param name="perRequest">Bytes sent over it for a request; more than zero.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate or an amount is zero, or their quotient is no finite time.</exception>
    public static ResourceDemand Link(string name, BitRate rate, ByteSize perRequest) => new(
        name,
        Checked.Positive(
            Checked.Positive(perRequest.Bytes, nameof(perRequest)) * 8 / Checked.Positive(rate.BitsPerSecond, nameof(rate)),
            nameof(perRequest)),
        servers: 1,
        isHeld: false);

    /// <summary>A disk or a memory bus: D = bytes / rate.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="rate">Bytes per second.</param>
    /// <param name="perRequest">Bytes moved for a request; more than zero.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate or an amount is zero, or their quotient is no finite time.</exception>
    public static ResourceDemand Transfer(string name, ByteRate rate, ByteSize perRequest) => new(
        name,
        Checked.Positive(
            Checked.Positive(perRequest.Bytes, nameof(perRequest)) / Checked.Positive(rate.BytesPerSecond, nameof(rate)),
            nameof(perRequest)),
        servers: 1,
        isHeld: false);

    /// <summary>A device rated in operations per second (IOPS): D = operations per request / rate.</summary>
    /// <param name="name">The device's name.</param>
    /// <param name="operationsPerSecond">More than zero.</param>
    /// <param name="perRequest">Operations for a request, a mean; more than zero.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ResourceDemand Operations(string name, double operationsPerSecond, double perRequest) =>
        new(
            name, Checked.Positive(Checked.Positive(perRequest) / Checked.Positive(operationsPerSecond), nameof(perRequest)),
            servers: 1, isHeld: false);

    /// <summary>Connections, threads or slots that a request holds while other resources work for it.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="count">How many there are; 1 to <see cref="MultiServerQueue.MaxServers"/>.</param>
    /// <param name="holdTime">How long a request holds one; more than zero.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ResourceDemand Held(string name, int count, TimeSpan holdTime) =>
        new(name, Checked.Positive(holdTime).TotalSeconds, Checked.Servers(count), isHeld: true);

    /// <summary>
    /// Memory that a request holds: it bounds how many are in flight (total / per request), and so the throughput to that number
    /// / <paramref name="holdTime"/>. It is not a rate by itself.
    /// </summary>
    /// <param name="name">The memory's name.</param>
    /// <param name="total">Memory that requests may use; say GiB or GB.</param>
    /// <param name="perRequest">Memory of a request in flight; more than zero and at most <paramref name="total"/>.</param>
    /// <param name="holdTime">How long a request holds it; more than zero.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ResourceDemand Memory(string name, ByteSize total, ByteSize perRequest, TimeSpan holdTime)
    {
        Checked.Positive(perRequest.Bytes, nameof(perRequest));
        if (perRequest > total)
        {
            throw new ArgumentOutOfRangeException(nameof(perRequest), perRequest, "Must be at most the total, or no request fits.");
        }

        return Held(name, (int)Math.Min(MultiServerQueue.MaxServers, Math.Floor(total.Bytes / perRequest.Bytes)), holdTime);
    }
}

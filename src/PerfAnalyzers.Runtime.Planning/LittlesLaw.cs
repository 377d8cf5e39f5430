namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// L = X * W: requests in the system = throughput times the time each spends there, all three means over the same time
/// (Little, "A Proof for the Queuing Formula: L = lambda W", 1961). It holds for any arrivals, services and order, so figures
/// that break it were measured over different things.
/// <para>
/// It is also what ties latency to throughput: halving the latency doubles the throughput only while the concurrency stays the
/// same (each user waits for the answer before the next request). Where requests arrive at their own rate, the throughput is
/// that rate and a lower latency lowers the concurrency.
/// </para>
/// </summary>
public static class LittlesLaw
{
    /// <summary>Requests in the system: throughput times latency.</summary>
    /// <param name="throughputPerSecond">Zero or more.</param>
    /// <param name="latency">Mean time in the system; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Concurrency(double throughputPerSecond, TimeSpan latency) =>
        Checked.NotNegative(throughputPerSecond) * Checked.NotNegative(latency).TotalSeconds;

    /// <summary>Requests per second: concurrency / latency.</summary>
    /// <param name="concurrency">Mean number of requests in the system; zero or more.</param>
    /// <param name="latency">Mean time in the system; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double ThroughputPerSecond(double concurrency, TimeSpan latency) =>
        Checked.NotNegative(concurrency) / Checked.Positive(latency).TotalSeconds;

    /// <summary>Mean time in the system: concurrency / throughput.</summary>
    /// <param name="concurrency">Mean number of requests in the system; zero or more.</param>
    /// <param name="throughputPerSecond">More than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static TimeSpan Latency(double concurrency, double throughputPerSecond) =>
        Checked.Duration(Checked.NotNegative(concurrency) / Checked.Positive(throughputPerSecond));

    /// <summary>
    /// How much of a pool is in use: the members that are held, throughput times how long each is, of all there are. More than 1 says that
    /// requests wait for a member without end.
    /// </summary>
    /// <param name="throughputPerSecond">Requests per second that take a member; zero or more.</param>
    /// <param name="held">Mean time that a request holds it; zero or more.</param>
    /// <param name="poolSize">Members of the pool; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double PoolUtilization(double throughputPerSecond, TimeSpan held, int poolSize) =>
        Concurrency(throughputPerSecond, held) / Checked.AtLeastOne(poolSize);

    /// <summary>
    /// How far three measured figures are from the law: L / (X * W) - 1. More than a few percent over a long time says that
    /// they do not cover the same requests: for example failures left out of the latency, or a queue that nobody measures.
    /// </summary>
    /// <param name="concurrency">Mean number of requests in the system; zero or more.</param>
    /// <param name="throughputPerSecond">More than zero.</param>
    /// <param name="latency">Mean time in the system; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Deviation(double concurrency, double throughputPerSecond, TimeSpan latency) =>
        (Checked.NotNegative(concurrency) / (Checked.Positive(throughputPerSecond) * Checked.Positive(latency).TotalSeconds)) - 1;
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// The M/M/c queue: requests that arrive at random (Poisson), servers with exponential service times, one line, first come
/// first served. How many wait, how long, and how many servers a target needs. Immutable.
/// <para>
/// Erlang, "Solution of some Problems in the Theory of Probabilities of Significance in Automatic Telephone Exchanges" (1917).
/// The probability of waiting C comes from the recursion of the loss probability 1/B(k) = 1 + k / a * 1/B(k - 1), with a = rate *
/// service time, as C = B / (1 - u (1 - B)), u = a / c: no factorials, so no overflow for thousands of servers.
/// </para>
/// </summary>
public sealed class MultiServerQueue
{
    /// <summary>The most servers of a queue: ten million.</summary>
    public const int MaxServers = 10_000_000;

    private readonly double _serviceSeconds;

    /// <summary>A queue before a number of servers.</summary>
    /// <param name="servers">1 to <see cref="MaxServers"/>.</param>
    /// <param name="arrivalsPerSecond">More than zero.</param>
    /// <param name="meanServiceTime">More than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MultiServerQueue(int servers, double arrivalsPerSecond, TimeSpan meanServiceTime)
        : this(servers, arrivalsPerSecond, Checked.Positive(meanServiceTime).TotalSeconds)
    {
    }

    internal MultiServerQueue(int servers, double arrivalsPerSecond, double serviceSeconds)
    {
        Servers = Checked.Servers(servers);
        ArrivalsPerSecond = Checked.Positive(arrivalsPerSecond);
        _serviceSeconds = serviceSeconds;
        OfferedLoad = arrivalsPerSecond * serviceSeconds;
        ProbabilityOfWaiting = IsStable ? ErlangC(servers, OfferedLoad, InverseOfErlangB(servers, OfferedLoad)) : 1;
    }

    /// <summary>Number of servers.</summary>
    public int Servers { get; }

    /// <summary>Requests per second.</summary>
    public double ArrivalsPerSecond { get; }

    /// <summary>Servers that the load keeps busy in the mean (erlangs): rate times service time.</summary>
    public double OfferedLoad { get; }

    /// <summary>How busy a server is: <see cref="OfferedLoad"/> / <see cref="Servers"/>; 1 or more where the queue grows without
    /// end.</summary>
    public double Utilization => OfferedLoad / Servers;

    /// <summary>Whether the servers keep up, so that there are means and percentiles at all.</summary>
    public bool IsStable => OfferedLoad < Servers;

    /// <summary>Probability that a request finds every server busy (Erlang C); 1 when not stable.</summary>
    public double ProbabilityOfWaiting { get; }

    /// <summary>Mean wait over all requests: C / (c / S - rate); <see langword="null"/> when not stable.</summary>
    public TimeSpan? MeanWait => IsStable ? Checked.Duration(MeanWaitSeconds) : null;

    /// <summary>Mean wait and service; <see langword="null"/> when not stable.</summary>
    public TimeSpan? MeanResponseTime => IsStable ? Checked.Duration(MeanWaitSeconds + _serviceSeconds) : null;

    /// <summary>Mean number of requests waiting, by Little's law; <see langword="null"/> when not stable.</summary>
    public double? MeanWaiting => IsStable ? ArrivalsPerSecond * MeanWaitSeconds : null;

    internal double MeanWaitSeconds => IsStable ? ProbabilityOfWaiting / SparePerSecond : double.PositiveInfinity;

    // c / S - rate: what the wait decays with.
    private double SparePerSecond => (Servers - OfferedLoad) / _serviceSeconds;

    /// <summary>
    /// A percentile of the wait, over all requests: ln(C / (1 - p)) / (c / S - rate), and zero where that many do not wait at
    /// all; <see langword="null"/> when not stable.
    /// </summary>
    /// <param name="percentile">0 or more and less than 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percentile"/> is NaN or not in that range.</exception>
    public TimeSpan? WaitPercentile(double percentile)
    {
        if (!(percentile is >= 0 and < 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "Must be a number from 0 to less than 100.");
        }

        if (!IsStable)
        {
            return null;
        }

        var above = 1 - (percentile / 100);
        return ProbabilityOfWaiting <= above
            ? TimeSpan.Zero
            : Checked.Duration(Math.Log(ProbabilityOfWaiting / above) / SparePerSecond);
    }

    /// <summary>Share of requests that wait longer than a time: C * e^(-(c / S - rate) * time); 1 when not stable.</summary>
    /// <param name="time">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public double ProbabilityOfWaitingLongerThan(TimeSpan time) =>
        IsStable ? ProbabilityOfWaiting * Math.Exp(-SparePerSecond * Checked.NotNegative(time).TotalSeconds) : 1;

    /// <summary>The queue with the fewest servers whose wait, at a percentile, is within a target: the size of a pool.</summary>
    /// <param name="arrivalsPerSecond">More than zero.</param>
    /// <param name="meanServiceTime">More than zero; for a pool, the time that a request keeps its member.</param>
    /// <param name="maxWait">Zero or more; zero asks that so many requests do not wait at all.</param>
    /// <param name="percentile">0 or more and less than 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or <see cref="MaxServers"/> are not
    /// enough.</exception>
    public static MultiServerQueue SmallestFor(double arrivalsPerSecond, TimeSpan meanServiceTime, TimeSpan maxWait, double percentile = 99)
    {
        Checked.Positive(arrivalsPerSecond);
        Checked.Positive(meanServiceTime);
        Checked.NotNegative(maxWait);
        return Smallest(arrivalsPerSecond, meanServiceTime, queue => queue.WaitPercentile(percentile) <= maxWait)
            ?? throw new ArgumentOutOfRangeException(
                nameof(arrivalsPerSecond), arrivalsPerSecond, $"Must need at most {MaxServers} servers.");
    }

    /// <summary>The queue with the fewest servers that suffice, if any do; one more server never makes it worse.</summary>
    internal static MultiServerQueue? Smallest(double arrivalsPerSecond, TimeSpan meanServiceTime, Func<MultiServerQueue, bool> suffices)
    {
        var load = arrivalsPerSecond * meanServiceTime.TotalSeconds;
        if (load >= MaxServers)
        {
            return null;
        }

        int low = (int)load + 1, high = low;
        while (!suffices(Of(high)))
        {
            if (high == MaxServers)
            {
                return null;
            }

            low = high + 1;
            high = (int)Math.Min(MaxServers, high * 2L);
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (suffices(Of(middle)))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return Of(low);

        MultiServerQueue Of(int servers) => new(servers, arrivalsPerSecond, meanServiceTime);
    }

    private static double InverseOfErlangB(int servers, double load)
    {
        var inverse = 1.0;
        for (var k = 1; k <= servers && !double.IsInfinity(inverse); k++)
        {
            inverse = 1 + (k / load * inverse);
        }

        return inverse;
    }

    private static double ErlangC(int servers, double load, double inverseOfB)
    {
        var free = 1 - (load / servers);
        return 1 / (load / servers + (free * inverseOfB));
    }
}

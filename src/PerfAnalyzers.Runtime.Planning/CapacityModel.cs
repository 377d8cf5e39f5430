namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// What a system of resources can carry, by the operational laws: it names the bottleneck, bounds throughput and response time
/// from both sides, and says how busy each resource is and how much room is left. Immutable.
/// <para>
/// Source of the laws and bounds: Lazowska, Zahorjan, Graham and Sevcik, "Quantitative System Performance" (1984), chapters 3
/// and 5; for a resource of m servers, D/m takes the place of D in the throughput bound, D stays in the response time. They hold
/// for any distribution of arrivals and services. <see cref="PredictAt"/> alone assumes more, and says what.
/// </para>
/// <para>
/// This corrects the model that took the least of four separate rates for the answer: a capacity is nothing without the response
/// time, the concurrency and the queueing at it.
/// </para>
/// </summary>
public sealed class CapacityModel
{
    private readonly ResourceDemand[] _resources;
    private readonly double _thinkSeconds;

    /// <summary>A model of the resources that a request uses.</summary>
    /// <param name="resources">At least one; names are unique.</param>
    /// <param name="thinkTime">Time between an answer and the same user's next request, for the bounds by users; zero by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="resources"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="resources"/> is empty or repeats a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="thinkTime"/> is negative.</exception>
    public CapacityModel(IEnumerable<ResourceDemand> resources, TimeSpan thinkTime = default)
    {
        ArgumentNullException.ThrowIfNull(resources);
        _resources = [.. resources];
        _thinkSeconds = Checked.NotNegative(thinkTime).TotalSeconds;
        if (_resources.Length == 0)
        {
            throw new ArgumentException("There is no capacity without a resource.", nameof(resources));
        }

        foreach (var resource in _resources)
        {
            ArgumentNullException.ThrowIfNull(resource, nameof(resources));
        }

        if (_resources.DistinctBy(resource => resource.Name).Count() != _resources.Length)
        {
            throw new ArgumentException("Every resource needs a name of its own.", nameof(resources));
        }

        Resources = Array.AsReadOnly(_resources);
        Bottleneck = _resources.MinBy(resource => resource.CapacityPerSecond)!;
    }

    /// <summary>The resources, in the order given.</summary>
    public IReadOnlyList<ResourceDemand> Resources { get; }

    /// <summary>The resource that saturates first, because its D per server is the largest; of equals the first.</summary>
    public ResourceDemand Bottleneck { get; }

    /// <summary>Requests per second that no load can exceed: 1 / Dmax, the capacity of the <see cref="Bottleneck"/>.</summary>
    public double MaxThroughputPerSecond => Bottleneck.CapacityPerSecond;

    /// <summary>Response time of a request that waits for nothing: the sum of the demands of the resources that work.</summary>
    public TimeSpan MinResponseTime => Checked.Duration(MinResponseSeconds);

    /// <summary>
    /// Users from whom on requests must queue somewhere, however well they are spread: N* = (D + Z) / Dmax.
    /// </summary>
    public double SaturationUsers => (MinResponseSeconds + _thinkSeconds) * MaxThroughputPerSecond;

    private double MinResponseSeconds => _resources.Where(resource => !resource.IsHeld).Sum(resource => resource.Seconds);

    /// <summary>Requests per second that a number of users can reach at most: X &lt;= min(1 / Dmax, N / (D + Z)).</summary>
    /// <param name="users">Users, each with one request at a time; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="users"/> is not finite and more than zero.</exception>
    public double ThroughputBound(double users) =>
        Math.Min(MaxThroughputPerSecond, Checked.Positive(users) / (MinResponseSeconds + _thinkSeconds));

    /// <summary>Response time that a number of users see at least: R &gt;= max(D, N * Dmax - Z).</summary>
    /// <param name="users">Users, each with one request at a time; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="users"/> is not finite and more than zero.</exception>
    public TimeSpan ResponseTimeBound(double users) =>
        Checked.Duration(Math.Max(MinResponseSeconds, (Checked.Positive(users) / MaxThroughputPerSecond) - _thinkSeconds));

    /// <summary>How busy each resource is, by the utilization law U = X * D / m; more than 1 says that the load cannot be
    /// carried.</summary>
    /// <param name="throughputPerSecond">Requests per second; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="throughputPerSecond"/> is not finite and zero or more.</exception>
    public IReadOnlyList<ResourceUtilization> UtilizationAt(double throughputPerSecond)
    {
        Checked.NotNegative(throughputPerSecond);
        return [.. _resources.Select(resource => new ResourceUtilization(resource, throughputPerSecond / resource.CapacityPerSecond))];
    }

    /// <summary>How much more the system carries before its bottleneck is busier than wanted.</summary>
    /// <param name="throughputPerSecond">Requests per second now; zero or more.</param>
    /// <param name="maxUtilization">
    /// The utilization that the bottleneck may reach, more than 0 and at most 1. At 0.7 a single server's mean response time is
    /// 1 / (1 - 0.7) = 3.3 times its service time; at 0.9 ten times.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public CapacityHeadroom HeadroomAt(double throughputPerSecond, double maxUtilization = 0.7)
    {
        Checked.NotNegative(throughputPerSecond);
        Checked.Positive(maxUtilization);
        Checked.Share(maxUtilization);
        return new CapacityHeadroom(Bottleneck, throughputPerSecond, MaxThroughputPerSecond * maxUtilization);
    }

    /// <summary>
    /// Requests per second with more machines of the same kind behind a load balancer (horizontal scaling): the busiest machine limits
    /// them, and what all machines share does not grow. Response times stay what they are.
    /// </summary>
    /// <param name="busiestShare">
    /// Share of the requests that the busiest machine gets, more than 0 and at most 1: 1 / machines for a perfect balancer, more in fact.
    /// </param>
    /// <param name="shared">Names of the resources that there is one of for all machines, such as a database.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="busiestShare"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no resource of a name.</exception>
    public double MaxThroughputScaledOut(double busiestShare, params string[] shared)
    {
        Checked.Positive(busiestShare);
        Checked.Share(busiestShare);
        RequireKnown(shared, nameof(shared));
        return _resources.Min(resource => resource.CapacityPerSecond / (shared.Contains(resource.Name) ? 1 : busiestShare));
    }

    /// <summary>
    /// Requests per second with a larger machine (vertical scaling): some resources become so many times as fast, or as many, and the
    /// others do not grow.
    /// </summary>
    /// <param name="factor">How many times as much the machine has of them; more than zero.</param>
    /// <param name="larger">Names of those resources.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no resource of a name.</exception>
    public double MaxThroughputScaledUp(double factor, params string[] larger)
    {
        Checked.Positive(factor);
        RequireKnown(larger, nameof(larger));
        return _resources.Min(resource => resource.CapacityPerSecond * (larger.Contains(resource.Name) ? factor : 1));
    }

    private void RequireKnown(string[] names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (Array.Find(names, name => !Array.Exists(_resources, resource => resource.Name == name)) is { } unknown)
        {
            throw new ArgumentException($"There is no resource named '{unknown}'.", parameter);
        }
    }

    /// <summary>
    /// Response time with queueing at a rate of arrivals, <see langword="null"/> when a resource cannot carry it. Each resource
    /// is an M/M/m queue (<see cref="MultiServerQueue"/>): arrivals at random and independent of each other, exponential service,
    /// which adds up over a network of queues by Jackson's theorem ("Networks of Waiting Lines", 1957). Services that vary less
    /// queue less. Of resources that are held, only the wait to get one is added.
    /// </summary>
    /// <param name="arrivalsPerSecond">Requests per second; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="arrivalsPerSecond"/> is not finite and more than zero.</exception>
    public CapacityPrediction? PredictAt(double arrivalsPerSecond)
    {
        Checked.Positive(arrivalsPerSecond);
        double waiting = 0;
        foreach (var resource in _resources)
        {
            var queue = new MultiServerQueue(resource.Servers, arrivalsPerSecond, resource.Seconds);
            if (!queue.IsStable)
            {
                return null;
            }

            waiting += queue.MeanWaitSeconds;
        }

        return new CapacityPrediction(arrivalsPerSecond, MinResponseSeconds, waiting);
    }
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What requests meet at a rate of arrivals, in the mean. Immutable.</summary>
public sealed class CapacityPrediction
{
    private readonly double _serviceSeconds;
    private readonly double _waitingSeconds;

    internal CapacityPrediction(double arrivalsPerSecond, double serviceSeconds, double waitingSeconds)
    {
        ArrivalsPerSecond = arrivalsPerSecond;
        _serviceSeconds = serviceSeconds;
        _waitingSeconds = waitingSeconds;
    }

    /// <summary>Requests per second.</summary>
    public double ArrivalsPerSecond { get; }

    /// <summary>Time served, at all resources that work.</summary>
    public TimeSpan ServiceTime => Checked.Duration(_serviceSeconds);

    /// <summary>Time waited, at all resources.</summary>
    public TimeSpan WaitingTime => Checked.Duration(_waitingSeconds);

    /// <summary>Time served and waited.</summary>
    public TimeSpan ResponseTime => Checked.Duration(_serviceSeconds + _waitingSeconds);

    /// <summary>Requests in the system, by <see cref="LittlesLaw"/>: rate times response time.</summary>
    public double Concurrency => ArrivalsPerSecond * (_serviceSeconds + _waitingSeconds);
}

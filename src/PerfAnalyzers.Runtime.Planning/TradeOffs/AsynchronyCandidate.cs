using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>Waiting without a thread, for code that blocks one. The wait for a thread is that of an M/M/c queue.</summary>
public sealed class AsynchronyCandidate : OptimizationCandidate
{
    private readonly double _rate;
    private readonly double _cpu;
    private readonly double _wait;
    private readonly int _cores;
    private readonly int _threads;

    /// <summary>Await in place of blocking.</summary>
    /// <param name="requestsPerSecond">More than zero.</param>
    /// <param name="cpuPerRequest">More than zero.</param>
    /// <param name="waitPerRequest">Time that a request blocks its thread; zero or more.</param>
    /// <param name="cores">1 or more.</param>
    /// <param name="threads">Threads that there are for requests; 1 to <see cref="MultiServerQueue.MaxServers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public AsynchronyCandidate(double requestsPerSecond, TimeSpan cpuPerRequest, TimeSpan waitPerRequest, int cores, int threads)
        : base(Optimization.Asynchrony)
    {
        _rate = Checked.Positive(requestsPerSecond);
        _cpu = Checked.Positive(cpuPerRequest).TotalSeconds;
        _wait = Checked.NotNegative(waitPerRequest).TotalSeconds;
        _cores = Checked.AtLeastOne(cores);
        _threads = Checked.Servers(threads);
    }

    /// <summary>Threads from which on blocking does not limit the throughput: cores * (1 + wait / CPU time), rounded up.</summary>
    public double FlipThreads => Math.Ceiling(_cores * (1 + (_wait / _cpu)));

    /// <summary>Requests per second that blocked threads carry: min(threads / (CPU time + wait), cores / CPU time).</summary>
    public double BlockingPerSecond => Math.Min(_threads / (_cpu + _wait), AsynchronousPerSecond);

    /// <summary>Requests per second that the cores carry: cores / CPU time.</summary>
    public double AsynchronousPerSecond => _cores / _cpu;

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(
            new MultiServerQueue(_threads, _rate, _cpu + _wait).MeanWaitSeconds,
            _rate < AsynchronousPerSecond ? 0 : double.PositiveInfinity),
        AsynchronousPerSecond / BlockingPerSecond,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_threads} blocked threads carry {BlockingPerSecond:#,0.#} requests/s, the cores {AsynchronousPerSecond:#,0.#}; "
            + $"with {FlipThreads:#,0.#} threads or more blocking would cost no throughput."));
}

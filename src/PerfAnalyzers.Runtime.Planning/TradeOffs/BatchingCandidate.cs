using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// Batches of a fixed size that wait until they are full, handled one after the other in call + n * item time.
/// <para>
/// Items come at random. An item waits (n - 1) / (2 rate) for its batch to fill, then for the batches before it. With service
/// time s and utilization u = rate * s / n that is u s / (2 n (1 - u)) e^(-2 n (1 - u) (1 - 1/n)^2 / (3 u)): the formula of Kraemer and
/// Langenbach-Belz ("Approximate Formulae for the Delay in the Queueing System GI/G/1", 1976) for constant service and n-th
/// arrivals, exact for n = 1 (M/D/1) and within 5 % of simulations beyond.
/// So the latency has a minimum: too small a batch saturates, too large a one waits. That batching only ever costs latency, as
/// is often taught, holds below saturation alone. A batcher that takes what is waiting (the default of
/// <see cref="Batching.BatchProcessor{TItem, TResult}"/>) does not wait to fill, and no rate is too low for it.
/// </para>
/// </summary>
public sealed class BatchingCandidate : OptimizationCandidate
{
    private readonly double _call;
    private readonly double _item;
    private readonly double _rate;
    private readonly int _size;

    /// <summary>Batches of a number of items.</summary>
    /// <param name="perCall">Time of a call whatever its size, for example the round trip; zero or more.</param>
    /// <param name="perItem">Time of each item in a call; zero or more, and not zero when <paramref name="perCall"/> is.</param>
    /// <param name="itemsPerSecond">Items that arrive; more than zero.</param>
    /// <param name="batchSize">Items in a batch; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BatchingCandidate(TimeSpan perCall, TimeSpan perItem, double itemsPerSecond, int batchSize)
        : base(Optimization.Batching)
    {
        _call = Checked.NotNegative(perCall).TotalSeconds;
        _item = Checked.NotNegative(perItem).TotalSeconds;
        if (_call + _item == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(perItem), perItem, "Must be more than zero where perCall is zero.");
        }

        _rate = Checked.Positive(itemsPerSecond);
        _size = Checked.AtLeastOne(batchSize);
    }

    /// <summary>
    /// Items per second from which on these batches shorten the latency; <see langword="null"/> when they never do, because a
    /// call costs nothing by itself or a batch is one item.
    /// </summary>
    public double? FlipRate
    {
        get
        {
            if (_size == 1 || _call == 0)
            {
                return null;
            }

            // Filling takes forever near a rate of zero, the queue of single calls forever near their capacity.
            double low = 0, high = CapacityPerSecond(1);
            for (var i = 0; i < 100; i++)
            {
                var middle = (low + high) / 2;
                if (LatencySeconds(_size, middle) > LatencySeconds(1, middle))
                {
                    low = middle;
                }
                else
                {
                    high = middle;
                }
            }

            return high;
        }
    }

    /// <summary>The batch size with the lowest mean latency at the rate; <see langword="null"/> when none up to 100,000 keeps up.</summary>
    public int? BestSize
    {
        get
        {
            // Batches grow with the wait to fill, so beyond a minimum it only gets worse.
            int? best = null;
            for (var size = 1; size <= 100_000; size++)
            {
                var latency = LatencySeconds(size, _rate);
                if (best is { } smaller && LatencySeconds(smaller, _rate) <= latency)
                {
                    return best;
                }

                best = double.IsInfinity(latency) ? null : size;
            }

            return best;
        }
    }

    /// <summary>Items per second that batches of a size can carry: n / (call + n * item).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public double CapacityPerSecond(int batchSize) => Checked.AtLeastOne(batchSize) / (_call + (batchSize * _item));

    /// <summary>Mean latency of an item in batches of a size; <see langword="null"/> when they do not keep up.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public TimeSpan? MeanLatency(int batchSize) =>
        LatencySeconds(Checked.AtLeastOne(batchSize), _rate) is var seconds && double.IsInfinity(seconds)
            ? null
            : Checked.Duration(seconds);

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(LatencySeconds(1, _rate), LatencySeconds(_size, _rate)),
        CapacityPerSecond(_size) / CapacityPerSecond(1),
        FlipRate is { } flip
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Batches of {_size} carry {CapacityPerSecond(_size):#,0.#} items/s in place of {CapacityPerSecond(1):#,0.#}; "
                + $"waiting to fill them pays from {flip:#,0.#} items/s on, and there are {_rate:#,0.#}.")
            : FormattableString.Invariant($"Batches of {_size} save nothing: a call alone costs {_call * 1000:G4} ms."));

    private double LatencySeconds(int size, double rate)
    {
        var service = _call + (size * _item);
        var utilization = rate * service / size;
        if (utilization >= 1)
        {
            return double.PositiveInfinity;
        }

        var evenness = 1 - (1.0 / size);
        var correction = Math.Exp(-2 * size * (1 - utilization) * evenness * evenness / (3 * utilization));
        return ((size - 1) / (2 * rate)) + (utilization * service / (2 * size * (1 - utilization)) * correction) + service;
    }
}

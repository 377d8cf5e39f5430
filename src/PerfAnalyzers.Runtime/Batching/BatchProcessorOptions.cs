namespace PerfAnalyzers.Runtime.Batching;

/// <summary>When a batch is handed to its handler, and how many items may wait. Checked when a processor is made from it.</summary>
public sealed record BatchProcessorOptions
{
    /// <summary>The longest <see cref="MaxDelay"/>: that of a timer, 24.8 days.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The most items in one batch, at least 1. A batch that has as many is due at once.</summary>
    public int MaxBatchSize { get; init; } = 100;

    /// <summary>
    /// How old the oldest waiting item may become before its batch is due although it is not full. Items that follow do not
    /// prolong it. Timers are precise to about a millisecond (16 ms on Windows), so a batch may be that much late.
    /// <para>
    /// Zero, the default, is adaptive: a batch is due as soon as a handler is free. An item that comes alone is not kept waiting,
    /// and what comes while the handlers are busy makes the next batch: batches grow with the load.
    /// </para>
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The most items that wait for a handler, at least <see cref="MaxBatchSize"/>. Those beyond wait for room, or are
    /// refused.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>The most batches handled at the same time, at least 1.</summary>
    public int MaxConcurrency { get; init; } = 1;

    internal BatchProcessorOptions Validated(string parameter)
    {
        Require(MaxBatchSize >= 1, nameof(MaxBatchSize), MaxBatchSize, "at least 1");
        Require(MaxDelay >= TimeSpan.Zero && MaxDelay <= LongestDelay, nameof(MaxDelay), MaxDelay, "from zero to 24.8 days");
        Require(Capacity >= MaxBatchSize, nameof(Capacity), Capacity, $"at least {nameof(MaxBatchSize)} ({MaxBatchSize})");
        Require(MaxConcurrency >= 1, nameof(MaxConcurrency), MaxConcurrency, "at least 1");
        return this;

        void Require<T>(bool holds, string property, T value, string range)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(parameter, value, $"{property} must be {range}.");
            }
        }
    }
}

namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>How many requests are processed and how many wait. Checked when a processor is made from it.</summary>
public sealed record RequestProcessorOptions
{
    /// <summary>The most requests processed at the same time, at least 1; by default the number of processors.</summary>
    public int MaxConcurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>The most requests that wait to be processed, zero or more.</summary>
    public int QueueLimit { get; init; } = 1_000;

    /// <summary>What becomes of a request that finds the queue full.</summary>
    public FullQueueBehavior WhenFull { get; init; } = FullQueueBehavior.Wait;

    internal RequestProcessorOptions Validated(string parameter)
    {
        if (MaxConcurrency < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, MaxConcurrency, $"{nameof(MaxConcurrency)} must be at least 1.");
        }

        if (QueueLimit < 0)
        {
            throw new ArgumentOutOfRangeException(parameter, QueueLimit, $"{nameof(QueueLimit)} must be zero or more.");
        }

        if (WhenFull is not (FullQueueBehavior.Wait or FullQueueBehavior.Reject))
        {
            throw new ArgumentOutOfRangeException(parameter, WhenFull, $"{nameof(WhenFull)} must be Wait or Reject.");
        }

        return this;
    }
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>How an <see cref="AlertDispatcher"/> treats its sinks.</summary>
public sealed class AlertDispatcherOptions
{
    /// <summary>How long a sink may take for one alert, 10 ms to 10 minutes. 10 seconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most alerts that wait for slow sinks, 1 or more; beyond, the oldest is dropped and counted. 256 unless set.
    /// </summary>
    public int Capacity { get; init; } = 256;

    internal void Validate()
    {
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"{nameof(Timeout)} must be from 10 ms to 10 minutes, but is {Timeout}.", "options");
        }

        if (Capacity < 1)
        {
            throw new ArgumentException($"{nameof(Capacity)} must be 1 or more, but is {Capacity}.", "options");
        }
    }
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Measures the figure of one rule on one series, over the rule's windows. Not synchronised.</summary>
internal abstract class AlertMeter
{
    /// <summary>Forgets all: the windows begin at this reading.</summary>
    public abstract void Restart(SeriesReading reading);

    public abstract AlertMeasurement Measure(SeriesReading now);
}

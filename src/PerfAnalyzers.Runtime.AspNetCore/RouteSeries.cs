using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>The requests of one route, put together from its series by class of status code.</summary>
internal sealed class RouteSeries
{
    private MeterHistogramSeries[] _byStatusClass = [];

    /// <summary>Adds a series unless it is there. Called by one thread at a time.</summary>
    public void Add(MeterHistogramSeries series)
    {
        if (!_byStatusClass.Contains(series))
        {
            Volatile.Write(ref _byStatusClass, [.. _byStatusClass, series]);
        }
    }

    /// <summary>
    /// All durations so far by outcome. As OpenTelemetry's conventions have it for servers, only 5xx is a failure of the server:
    /// a 4xx is a request that was rightly refused.
    /// </summary>
    public LatencyRecorderSnapshot Read()
    {
        LatencySnapshot succeeded = LatencySnapshot.Empty, failed = LatencySnapshot.Empty, cancelled = LatencySnapshot.Empty;
        foreach (var series in Volatile.Read(ref _byStatusClass))
        {
            var durations = series.Histogram.GetSnapshot();
            switch (series.Tag(PerfMetrics.StatusCodeTag))
            {
                case StatusClass.ServerError:
                    failed = failed.Merge(durations);
                    break;
                case StatusClass.ClientClosedRequest:
                    cancelled = cancelled.Merge(durations);
                    break;
                default:
                    succeeded = succeeded.Merge(durations);
                    break;
            }
        }

        return new LatencyRecorderSnapshot
        {
            Succeeded = succeeded,
            Failed = failed,
            Cancelled = cancelled,
            Unspecified = LatencySnapshot.Empty,
        };
    }
}

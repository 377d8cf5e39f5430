using System.Text.Json;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.AspNetCore.Tracking;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.AspNetCore.Dashboard;

/// <summary>
/// What the page asks for, made once per sample and series however many ask: between two samples nothing changes. The monitor, which
/// a request on a new route needs, is held once per sample and not per question.
/// </summary>
internal sealed class DashboardCache(
    PerformanceMonitor monitor, IOptions<PerfMonitoringOptions> options, RequestRoundTrips? roundTrips = null)
{
    private readonly object _making = new();
    private readonly Dictionary<string, byte[]> _bySeries = new(StringComparer.Ordinal);
    private MonitorSnapshot? _snapshot;
    private long _version;

    /// <summary>How often the monitor was asked.</summary>
    public int Snapshots { get; private set; }

    /// <summary>The data with a series in detail, as JSON.</summary>
    public byte[] Read(string? series)
    {
        lock (_making)
        {
            var snapshot = Recent();

            // A name that no series has must not take memory.
            var detail = snapshot.Series.Any(known => known.Name == series) ? series! : "";
            if (!_bySeries.TryGetValue(detail, out var json))
            {
                Func<string, double?>? perRequest = roundTrips is null ? null : roundTrips.PerRequest;
                var data = DashboardReader.Read(
                    snapshot, options.Value.Interval, options.Value.DistributionWindow, detail, perRequest);
                json = JsonSerializer.SerializeToUtf8Bytes(data, DashboardJson.Default.DashboardData);
                _bySeries.Add(detail, json);
            }

            return json;
        }
    }

    private MonitorSnapshot Recent()
    {
        var version = monitor.Version;
        if (_snapshot is null || version != _version)
        {
            _version = version;
            _snapshot = monitor.GetSnapshot();
            _bySeries.Clear();
            Snapshots++;
        }

        return _snapshot;
    }
}

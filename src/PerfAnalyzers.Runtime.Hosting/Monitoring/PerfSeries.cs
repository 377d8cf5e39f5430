
namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>A series to add to the monitor when it is made.</summary>
internal sealed record PerfSeries(string Name, Type Kind, Action<IServiceProvider, PerformanceMonitor> AddTo);

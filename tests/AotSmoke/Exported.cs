using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AotSmoke;

/// <summary>The views for the OpenTelemetry SDK.</summary>
internal static class Exported
{
    public static void Run(Checks check)
    {
        using var meter = new Meter("Smoke.Exported");
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddLatencyViews().Build();
        meter.CreateHistogram<double>("work.duration", "s").Record(0.025);
        check.That(provider.ForceFlush(), "views for OpenTelemetry");
    }
}

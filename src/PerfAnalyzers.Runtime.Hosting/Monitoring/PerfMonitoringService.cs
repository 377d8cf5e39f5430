using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Samples the monitor while the host runs, and passes on what its alerts say.</summary>
internal sealed partial class PerfMonitoringService(
    PerformanceMonitor monitor,
    AlertDispatcher dispatcher,
    IOptions<PerfMonitoringOptions> options,
    ILogger<PerfMonitoringService> logger,
    TimeProvider? timeProvider = null) : BackgroundService
{
    // Series of routes come with their first request: a rule is not called misspelt before the application has had some minutes.
    private static readonly TimeSpan TimeToAppear = TimeSpan.FromMinutes(5);

    // The generator of .NET 8 finds a field, and no parameter.
    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _hurry = new();
    private HashSet<(RecommendationKind Kind, string? Series)> _recommended = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The host waits no longer: what sinks have not taken by now is lost.
        using var hurry = cancellationToken.Register(_hurry.Cancel);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _hurry.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        monitor.AlertChanged += OnAlertChanged;
        dispatcher.DeliveryFailed += OnDeliveryFailed;
        var dispatching = dispatcher.RunAsync(_hurry.Token);
        try
        {
            await SampleAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }

        monitor.AlertChanged -= OnAlertChanged;
        dispatcher.Complete();
        await dispatching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        dispatcher.DeliveryFailed -= OnDeliveryFailed;
    }

    private async Task SampleAsync(CancellationToken stoppingToken)
    {
        var clock = timeProvider ?? TimeProvider.System;
        var every = options.Value.RecommendationInterval;
        var started = clock.GetTimestamp();
        var advised = started;
        var unmet = new RulesWithoutSeries(options.Value.Rules);
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                monitor.Sample();
                if (clock.GetElapsedTime(started) >= TimeToAppear)
                {
                    TellOf(unmet);
                }

                if (every > TimeSpan.Zero && clock.GetElapsedTime(advised) >= every)
                {
                    advised = clock.GetTimestamp();
                    Recommend();
                }
            }
            catch (Exception exception)
            {
                // A watch that ends at the first trouble is none.
                LogFailedSample(exception);
            }
        }
    }

    private void TellOf(RulesWithoutSeries unmet)
    {
        if (!unmet.IsEmpty)
        {
            foreach (var (rule, nearest) in unmet.Among([.. monitor.GetSnapshot().Series.Select(static series => series.Name)]))
            {
                LogMissingSeries(rule.Name, rule.Series, nearest.Count == 0 ? "(none)" : string.Join(", ", nearest));
            }
        }
    }

    // What was recommended the last time is not repeated.
    private void Recommend()
    {
        var recommendations = Recommendations.From(monitor.GetSnapshot());
        foreach (var recommendation in recommendations)
        {
            if (!_recommended.Contains((recommendation.Kind, recommendation.Series)))
            {
                LogRecommendation(
                    recommendation.Kind, recommendation.Figure, recommendation.Value, recommendation.Limit, recommendation.ToString());
            }
        }

        _recommended = [.. recommendations.Select(recommendation => (recommendation.Kind, recommendation.Series))];
    }

    private void OnAlertChanged(object? sender, AlertTransition transition)
    {
        dispatcher.Post(transition);
        var level = transition.To switch
        {
            AlertState.Firing => transition.Rule.Severity == AlertSeverity.Critical ? LogLevel.Error : LogLevel.Warning,
            AlertState.Resolved => LogLevel.Information,
            _ => transition.From == AlertState.Firing ? LogLevel.Information : LogLevel.Debug,
        };
        var rule = transition.Rule;
        LogAlert(
            level,
            rule.Name,
            transition.From,
            transition.To,
            rule.Figure,
            rule.Series,
            transition.Value,
            transition.Threshold,
            rule.Unit,
            transition.Samples);
    }

    private void OnDeliveryFailed(object? sender, FailedAlertDelivery failure) =>
        LogFailedDelivery(failure.Reason, failure.Sink.GetType().Name, failure.Transition.Rule.Name);

    [LoggerMessage(
        EventId = 1,
        EventName = "AlertChanged",
        Message = "{Alert}: {From} -> {To}, {Figure} of {Series} {Value:G4} against {Threshold:G4} (unit '{Unit}', {Samples} samples)")]
    private partial void LogAlert(
        LogLevel level,
        string alert,
        AlertState from,
        AlertState to,
        string figure,
        string series,
        double? value,
        double? threshold,
        string unit,
        long samples);

    [LoggerMessage(EventId = 2, EventName = "DeliveryFailed", Level = LogLevel.Error, Message = "{Sink} did not take alert {Alert}")]
    private partial void LogFailedDelivery(Exception reason, string sink, string alert);

    [LoggerMessage(EventId = 3, EventName = "SampleFailed", Level = LogLevel.Error, Message = "A sample of the performance monitor failed")]
    private partial void LogFailedSample(Exception reason);

    [LoggerMessage(
        EventId = 4,
        EventName = "Recommendation",
        Level = LogLevel.Information,
        Message = "{Kind} ({Figure} {Value:G4}, limit {Limit:G4}): {Text}")]
    private partial void LogRecommendation(RecommendationKind kind, string figure, double value, double limit, string text);

    [LoggerMessage(
        EventId = 5,
        EventName = "SeriesMissing",
        Level = LogLevel.Warning,
        Message = "{Alert} cannot fire: there is no series '{Series}'. Existing names most like it: {Nearest}")]
    private partial void LogMissingSeries(string alert, string series, string nearest);
}

using Microsoft.Extensions.Options;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Finds all that is wrong before the host starts.</summary>
internal sealed class PerfMonitoringOptionsValidator : IValidateOptions<PerfMonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, PerfMonitoringOptions options)
    {
        List<string> problems = [.. options.ForMonitor().Problems()];
        if (options.Interval < TimeSpan.FromMilliseconds(100) || options.Interval > TimeSpan.FromHours(1))
        {
            problems.Add($"{nameof(options.Interval)} must be from 100 ms to 1 hour, but is {options.Interval}.");
        }

        if (options.SinkTimeout < TimeSpan.FromMilliseconds(10) || options.SinkTimeout > TimeSpan.FromMinutes(10))
        {
            problems.Add($"{nameof(options.SinkTimeout)} must be from 10 ms to 10 minutes, but is {options.SinkTimeout}.");
        }

        if (options.RecommendationInterval < TimeSpan.Zero || options.RecommendationInterval > TimeSpan.FromDays(1))
        {
            problems.Add($"{nameof(options.RecommendationInterval)} must be from zero to 1 day, but is {options.RecommendationInterval}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

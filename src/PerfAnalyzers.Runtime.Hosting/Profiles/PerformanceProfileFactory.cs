using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>
/// Makes profiles for the options of Microsoft.Extensions. The first time, an invalid section is an error; after a change the
/// last valid profile stays and the reason is logged, for a slip in a file must not take a running service down.
/// </summary>
internal sealed partial class PerformanceProfileFactory(
    IEnumerable<PerformanceProfileSource> sources,
    ILogger<PerformanceProfile>? logger = null) : IOptionsFactory<PerformanceProfile>
{
    private readonly ILogger _logger = logger ?? NullLogger<PerformanceProfile>.Instance;
    private readonly ConcurrentDictionary<string, PerformanceProfile> _lastValid = new();

    public PerformanceProfile Create(string name)
    {
        var source = sources.LastOrDefault(source => source.Name == name)
            ?? throw Invalid(name, $"There is no performance profile named '{name}'.");
        try
        {
            return _lastValid[name] = PerformanceProfileReader.Read(source.Section);
        }
        catch (ArgumentException invalid)
        {
            if (!_lastValid.TryGetValue(name, out var last))
            {
                throw Invalid(name, invalid.Message);
            }

            LogIgnoredChange(source.Section.Path, last.Name, invalid.Message);
            return last;
        }
    }

    private static OptionsValidationException Invalid(string name, string reason) => new(name, typeof(PerformanceProfile), [reason]);

    [LoggerMessage(1, LogLevel.Error, "The changed section {Section} is ignored and the profile {Profile} stays in force: {Reason}")]
    private partial void LogIgnoredChange(string section, string profile, string reason);
}

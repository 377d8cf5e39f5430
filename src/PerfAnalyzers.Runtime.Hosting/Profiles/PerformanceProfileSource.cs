using Microsoft.Extensions.Configuration;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>Where the profile of a name is configured.</summary>
internal sealed record PerformanceProfileSource(string Name, IConfigurationSection Section);

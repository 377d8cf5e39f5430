using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Configuration;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>Reads a profile from configuration by hand: without reflection, and with an error for a key that nobody knows.</summary>
internal static class PerformanceProfileReader
{
    private const string Preset = "Profile";

    private static readonly string[] Keys =
    [
        Preset,
        nameof(PerformanceProfile.Name),
        nameof(PerformanceProfile.MaxBatchSize),
        nameof(PerformanceProfile.MaxBatchDelay),
        nameof(PerformanceProfile.MaxConcurrency),
        nameof(PerformanceProfile.QueueLimit),
        nameof(PerformanceProfile.CacheLifetime),
        nameof(PerformanceProfile.PoolSize),
        nameof(PerformanceProfile.Compression),
    ];

    /// <exception cref="ArgumentException">The section is not that of a valid profile; the message says where and why.</exception>
    public static PerformanceProfile Read(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"{child.Path} is not a setting; there are {string.Join(", ", Keys)}.");
            }
        }

        var preset = PresetOf(section);
        var profile = preset with
        {
            Name = section[nameof(PerformanceProfile.Name)] ?? preset.Name,
            MaxBatchSize = Number(section, nameof(PerformanceProfile.MaxBatchSize), preset.MaxBatchSize),
            MaxBatchDelay = Duration(section, nameof(PerformanceProfile.MaxBatchDelay), preset.MaxBatchDelay),
            MaxConcurrency = Number(section, nameof(PerformanceProfile.MaxConcurrency), preset.MaxConcurrency),
            QueueLimit = Number(section, nameof(PerformanceProfile.QueueLimit), preset.QueueLimit),
            CacheLifetime = Duration(section, nameof(PerformanceProfile.CacheLifetime), preset.CacheLifetime),
            PoolSize = Number(section, nameof(PerformanceProfile.PoolSize), preset.PoolSize),
            Compression = Level(section, preset.Compression),
        };
        profile.Validate();
        return profile;
    }

    private static PerformanceProfile PresetOf(IConfigurationSection section)
    {
        var name = section[Preset] ?? throw new ArgumentException($"{section.Path}:{Preset} is missing; {PresetNames}.");
        return PerformanceProfile.Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{section.Path}:{Preset} is '{name}'; {PresetNames}.");
    }

    private static string PresetNames => "it must be " + string.Join(" or ", PerformanceProfile.Presets.Select(preset => preset.Name));

    private static int Number(IConfigurationSection section, string key, int otherwise)
    {
        if (section[key] is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{section.Path}:{key} is '{text}', which is not a whole number.");
    }

    // With a colon, since a "5" alone would be five days.
    private static TimeSpan Duration(IConfigurationSection section, string key, TimeSpan otherwise)
    {
        if (section[key] is not { } text)
            return otherwise;
        return text.Contains(':') && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw new ArgumentException($"{section.Path}:{key} is '{text}', which is not a duration like 00:00:00.005.");
    }

    private static CompressionLevel Level(IConfigurationSection section, CompressionLevel otherwise)
    {
        if (section[nameof(PerformanceProfile.Compression)] is not { } text)
            return otherwise;
        return Enum.TryParse<CompressionLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level)
            ? level
            : throw new ArgumentException(
                $"{section.Path}:{nameof(PerformanceProfile.Compression)} is '{text}'; "
                + $"it must be {string.Join(" or ", Enum.GetNames<CompressionLevel>())}.");
    }
}

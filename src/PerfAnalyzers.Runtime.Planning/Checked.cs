using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>Arguments of models, whose formulas hold for finite numbers in a range only.</summary>
internal static class Checked
{
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0 ? value : throw Outside(value, "finite and more than zero", name);

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 0 ? value : throw Outside(value, "finite and zero or more", name);

    public static double OneOrMore(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 1 ? value : throw Outside(value, "finite and 1 or more", name);

    /// <summary>A share of a whole: 0 to 1.</summary>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is >= 0 and <= 1 ? value : throw Outside(value, "a number from 0 to 1", name);

    public static int AtLeastOne(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 1 ? value : throw Outside(value, "1 or more", name);

    /// <summary>A number of servers of a <see cref="MultiServerQueue"/>.</summary>
    public static int Servers(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is >= 1 and <= MultiServerQueue.MaxServers ? value : throw Outside(value, $"from 1 to {MultiServerQueue.MaxServers}", name);

    public static TimeSpan Positive(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > TimeSpan.Zero ? value : throw Outside(value, "more than zero", name);

    public static TimeSpan NotNegative(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= TimeSpan.Zero ? value : throw Outside(value, "zero or more", name);

    /// <summary>Seconds as a duration, rounded to its 100 ns; the longest one where the seconds are more than it holds.</summary>
    public static TimeSpan Duration(double seconds)
    {
        var ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
        return ticks >= long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }

    private static ArgumentOutOfRangeException Outside(object value, string range, string? name) =>
        new(name, value, $"Must be {range}.");
}

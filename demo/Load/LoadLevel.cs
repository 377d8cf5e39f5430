namespace PerfAnalyzers.Demo.Load;

/// <summary>A constant rate of arrivals, the same before and after the fixes.</summary>
internal sealed record LoadLevel(string Name, double RatePerSecond, TimeSpan Duration)
{
    /// <summary>So few customers that nobody waits for another: what one request costs.</summary>
    public static readonly LoadLevel Quiet = new("quiet", 12, TimeSpan.FromSeconds(15));

    /// <summary>About half of what the fixed shop can do with its two processors.</summary>
    public static readonly LoadLevel Busy = new("busy", 120, TimeSpan.FromSeconds(15));

    public static readonly LoadLevel[] All = [Quiet, Busy];
}

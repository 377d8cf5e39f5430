namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// A burn rate and the two windows over which it must be exceeded: the long one shows that it matters, the short one that it still
/// goes on, so that an alert ends soon after the trouble.
/// </summary>
/// <param name="BurnRate">
/// How many times faster than allowed errors come; more than 0. At 1, the error budget lasts just as long as the objective's period.
/// </param>
/// <param name="Long">The long window, 1 s to 31 days.</param>
/// <param name="Short">The short window, 1 s or more and at most <paramref name="Long"/>; a twelfth of it is usual.</param>
public sealed record BurnRateWindow(double BurnRate, TimeSpan Long, TimeSpan Short)
{
    /// <summary>
    /// Worth a page: 14.4 over 1 h and 5 min (2 % of the error budget of 30 days), 6 over 6 h and 30 min (5 %).
    /// Source: Beyer and others (ed.), The Site Reliability Workbook (2018), chapter 5, "Alerting on SLOs",
    /// https://sre.google/workbook/alerting-on-slos/
    /// </summary>
    public static IReadOnlyList<BurnRateWindow> Page { get; } =
    [
        new(14.4, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
        new(6, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30)),
    ];

    /// <summary>
    /// Worth a ticket: 1 over 3 days and 6 h (10 % of the error budget of 30 days). Source as for <see cref="Page"/>.
    /// </summary>
    public static IReadOnlyList<BurnRateWindow> Ticket { get; } = [new(1, TimeSpan.FromDays(3), TimeSpan.FromHours(6))];
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Where the time of one request went: its parts with their share of the total, and the remainder that no part accounts for.
/// Immutable, so safe to share between threads.
/// <para>
/// Parts in parallel are not added up: each moment belongs to the part under way that ends last, the critical path, so that parts
/// and remainder together are the total, never more.
/// </para>
/// </summary>
/// <remarks>
/// Corrects a common sum of components that takes parallel work for serial, divides by a total of zero, and does not show what the
/// components leave unexplained.
/// </remarks>
public sealed class LatencyBreakdown
{
    private LatencyBreakdown(TimeSpan total, IReadOnlyList<LatencyPart> parts, TimeSpan remainder)
    {
        Total = total;
        Parts = parts;
        Remainder = remainder;
    }

    /// <summary>How long the request took.</summary>
    public TimeSpan Total { get; }

    /// <summary>The parts, the one with the most time on the critical path first.</summary>
    public IReadOnlyList<LatencyPart> Parts { get; }

    /// <summary>Time in which no part was under way.</summary>
    public TimeSpan Remainder { get; }

    /// <summary><see cref="Remainder"/> as a share of the total, 0 to 1; 0 if the total is zero.</summary>
    public double RemainderShare => ShareOf(Remainder, Total);

    /// <summary>Parts that were still under way when the request ended; they were cut off there.</summary>
    public int UnfinishedParts { get; private init; }

    /// <summary>Parts beyond the collector's limit; their time went to what they were inside of.</summary>
    public int DroppedParts { get; private init; }

    /// <summary>Divides a request whose parts are known.</summary>
    /// <param name="total">How long it took; zero or more.</param>
    /// <param name="spans">Its stretches, in sequence unless they have starts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spans"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is negative.</exception>
    /// <exception cref="ArgumentException">
    /// One of <paramref name="spans"/> has no name, an undefined kind, a negative duration or start, or ends after
    /// <paramref name="total"/>.
    /// </exception>
    public static LatencyBreakdown Of(TimeSpan total, params LatencySpan[] spans) => Of(total, (IEnumerable<LatencySpan>)spans);

    /// <inheritdoc cref="Of(TimeSpan, LatencySpan[])"/>
    public static LatencyBreakdown Of(TimeSpan total, IEnumerable<LatencySpan> spans)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(spans);
        var labels = new List<(string Name, LatencyKind Kind)>();
        var stretches = new List<CriticalPath.Stretch>();
        var previousEnd = TimeSpan.Zero;
        foreach (var span in spans)
        {
            var start = span.Start ?? previousEnd;
            Require(!string.IsNullOrEmpty(span.Name), "A span needs a name.");
            Require(Enum.IsDefined(span.Kind), $"Span '{span.Name}' has an undefined kind.");
            Require(span.Duration >= TimeSpan.Zero && start >= TimeSpan.Zero, $"Span '{span.Name}' has a negative duration or start.");
            Require(start <= total && span.Duration <= total - start, $"Span '{span.Name}' ends after the total of {total}.");
            previousEnd = start + span.Duration;
            labels.Add((span.Name, span.Kind));
            stretches.Add(new CriticalPath.Stretch(start.Ticks, previousEnd.Ticks, CriticalPath.Request));
        }

        return Divide(total, labels, stretches);

        static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message, nameof(spans));
            }
        }
    }

    /// <summary>Divides a request by the four usual kinds, one after the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A duration is negative, or <paramref name="total"/> is less than the others together.
    /// </exception>
    public static LatencyBreakdown OfKinds(TimeSpan total, TimeSpan network, TimeSpan processing, TimeSpan queueing, TimeSpan inputOutput)
    {
        LatencySpan[] spans =
        [
            new("network", NotNegative(network), LatencyKind.Network),
            new("processing", NotNegative(processing), LatencyKind.Processing),
            new("queueing", NotNegative(queueing), LatencyKind.Queueing),
            new("I/O", NotNegative(inputOutput), LatencyKind.InputOutput),
        ];
        return spans.Aggregate(Int128.Zero, static (sum, span) => sum + span.Duration.Ticks) <= total.Ticks
            ? Of(total, spans)
            : throw new ArgumentOutOfRangeException(nameof(total), total, "Must be at least as long as its parts together.");
    }

    /// <summary>Time on the critical path of all parts of a kind.</summary>
    public TimeSpan TimeOf(LatencyKind kind) => new(Parts.Where(part => part.Kind == kind).Sum(part => part.OnCriticalPath.Ticks));

    /// <summary><see cref="TimeOf"/> as a share of the total, 0 to 1; 0 if the total is zero.</summary>
    public double ShareOf(LatencyKind kind) => ShareOf(TimeOf(kind), Total);

    /// <summary>Total, parts and remainder in one line, for logs and debuggers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Total.TotalMilliseconds:G4} ms: {string.Concat(Parts.Select(Describe))}remainder {RemainderShare * 100:F0} %");

    internal static LatencyBreakdown Divide(
        TimeSpan total,
        IReadOnlyList<(string Name, LatencyKind Kind)> labels,
        IReadOnlyList<CriticalPath.Stretch> stretches,
        int unfinished = 0,
        int dropped = 0)
    {
        var ticks = CriticalPath.Divide(stretches, total.Ticks, out var remainder);
        var parts = Enumerable.Range(0, labels.Count)
            .GroupBy(i => labels[i])
            .Select(group =>
            {
                var onPath = new TimeSpan(group.Sum(i => ticks[i]));
                var elapsed = new TimeSpan(group.Sum(i => stretches[i].End - stretches[i].Start));
                return new LatencyPart(group.Key.Name, group.Key.Kind, group.Count(), elapsed, onPath, ShareOf(onPath, total));
            })
            .OrderByDescending(part => part.OnCriticalPath)
            .ToArray();
        return new LatencyBreakdown(total, Array.AsReadOnly(parts), new TimeSpan(remainder))
        {
            UnfinishedParts = unfinished,
            DroppedParts = dropped,
        };
    }

    private static TimeSpan NotNegative(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(name, value, "Must be zero or more.");

    private static double ShareOf(TimeSpan time, TimeSpan total) => total > TimeSpan.Zero ? time / total : 0;

    private static string Describe(LatencyPart part) =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Share * 100:F0} %, ");
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Divides the time of a request among its stretches so that it adds up. Every moment belongs to the stretch under way then that
/// ends last, for the request cannot end before it: of calls in parallel the slowest counts, and a faster one beside it does not.
/// A stretch with stretches inside keeps what they leave. The critical path of Yang and Miller, "Critical Path Analysis for the
/// Execution of Parallel and Distributed Programs" (1988), with the dependencies taken from nesting and time.
/// </summary>
internal sealed class CriticalPath
{
    /// <summary>The request itself, as parent of a stretch.</summary>
    public const int Request = -1;

    private readonly IReadOnlyList<Stretch> _stretches;
    private readonly ILookup<int, int> _children;
    private readonly long[] _ticks;

    // Not by recursion: parts can be nested as deep as there are parts.
    private readonly Stack<(int Stretch, long From, long To)> _given = [];

    private CriticalPath(IReadOnlyList<Stretch> stretches)
    {
        _stretches = stretches;
        _ticks = new long[stretches.Count];
        _children = Enumerable.Range(0, stretches.Count)
            .OrderBy(i => stretches[i].Start)
            .ThenByDescending(i => stretches[i].End)
            .ToLookup(i => stretches[i].Parent);
    }

    /// <summary>Ticks of each stretch on the critical path of a request from 0 to <paramref name="total"/>.</summary>
    /// <param name="stretches">Those inside another come after it.</param>
    /// <param name="total">Ticks of the request.</param>
    /// <param name="remainder">Ticks of no stretch.</param>
    public static long[] Divide(IReadOnlyList<Stretch> stretches, long total, out long remainder)
    {
        var path = new CriticalPath(stretches);
        remainder = path.Own(Request, 0, total);
        while (path._given.TryPop(out var part))
        {
            path._ticks[part.Stretch] += path.Own(part.Stretch, part.From, part.To);
        }

        return path._ticks;
    }

    // What a stretch keeps of [from, to]; its children, each on the path at most once, get the rest.
    private long Own(int parent, long from, long to)
    {
        var own = to - from;
        var running = parent;
        var since = from;
        var until = from;
        foreach (var child in _children[parent])
        {
            var (start, end) = (Math.Max(_stretches[child].Start, from), _stretches[child].End);
            if (end > until && start < to)
            {
                own -= Give(running, since, Math.Min(start, until));
                (running, since, until) = (child, start, end);
            }
        }

        return own - Give(running, since, Math.Min(until, to));
    }

    private long Give(int stretch, long from, long to)
    {
        if (to <= from)
        {
            return 0;
        }

        _given.Push((stretch, from, to));
        return to - from;
    }

    /// <summary>Part of the time of a request.</summary>
    /// <param name="Start">Ticks from the start of the request.</param>
    /// <param name="End">Not before <paramref name="Start"/>.</param>
    /// <param name="Parent">Index of the stretch that it is inside of, or <see cref="Request"/>.</param>
    internal readonly record struct Stretch(long Start, long End, int Parent);
}

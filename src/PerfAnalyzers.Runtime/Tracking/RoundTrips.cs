using System.Runtime.InteropServices;
using System.Text;

namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>
/// Counts the round trips to databases and services that a piece of code makes, by statement: what a loop around a query costs, in a
/// test or a running application.
/// <code>
/// using var trips = RoundTrips.Begin();
/// await orders.LoadAsync(customer);
/// trips.AssertAtMost("db", 3);
/// </code>
/// <para>
/// It hears what libraries tell of themselves: Npgsql, MySqlConnector, SqlClient, MongoDB.Driver, gRPC, HttpClient, and for other
/// databases Entity Framework Core. A command of Microsoft.Data.Sqlite without Entity Framework tells nothing and is not counted.
/// </para>
/// <para>
/// The scope flows with the <see cref="ExecutionContext"/>: into what is awaited, <see cref="Parallel"/>, and the batches and loaders of
/// this library. A batch counts once for each scope that has an item in it. All members are safe to call from any thread.
/// </para>
/// </summary>
public sealed class RoundTrips : IDisposable
{
    private readonly Dictionary<(string Kind, string Statement), (int Count, CallSite? Caller)> _counts = [];
    private readonly Dictionary<string, int> _byKind = new(StringComparer.Ordinal);
    private readonly RoundTripScopes? _outer = RoundTripScopes.Current;
    private readonly int _callersFrom;
    private ProfilerSessions? _sessions;
    private int _total;
    private bool _ended;

    private RoundTrips(int callersFrom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callersFrom, 1);
        _callersFrom = callersFrom;
    }

    /// <summary>
    /// Counts the round trips of the code that follows in the calling method, and of all that it calls, until the scope is disposed. A
    /// scope inside another counts for both.
    /// </summary>
    /// <param name="callersFrom">
    /// From which round trip of a kind on its caller is looked for; 1, the default, for every one. It takes some tens of microseconds.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="callersFrom"/> is less than 1.</exception>
    public static RoundTrips Begin(int callersFrom = 1)
    {
        var scope = new RoundTrips(callersFrom);
        RoundTripSources.Listen();
        RoundTripScopes.Current = RoundTripScopes.With(scope._outer, scope);
        return scope;
    }

    /// <summary>All round trips so far.</summary>
    public int Total
    {
        get
        {
            lock (_counts)
            {
                Drain();
                return _total;
            }
        }
    }

    /// <summary>The round trips of a kind so far: <c>db</c>, <c>http</c>, <c>grpc</c>, <c>redis</c> or <c>mongodb</c>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="kind"/> is null.</exception>
    public int CountOf(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        lock (_counts)
        {
            Drain();
            return _byKind.GetValueOrDefault(kind);
        }
    }

    /// <summary>The statements so far, the most frequent first.</summary>
    public IReadOnlyList<RoundTripCount> GetCounts()
    {
        lock (_counts)
        {
            Drain();
            return [.. _counts
                .Select(static one => new RoundTripCount(one.Key.Kind, one.Key.Statement, one.Value.Count, one.Value.Caller))
                .OrderByDescending(static one => one.Count)
                .ThenBy(static one => one.Statement, StringComparer.Ordinal)];
        }
    }

    /// <summary>Counts a round trip that no library tells of.</summary>
    /// <param name="kind">What was asked, for example <c>db</c>.</param>
    /// <param name="statement">What makes it the same as another.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Count(string kind, string statement)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(statement);
        if (RoundTripScopes.Current is { } scopes)
        {
            scopes.Add(kind, statement, scopes.WantsCaller(kind) ? CallSite.OfCaller() : null);
        }
    }

    /// <summary>
    /// For libraries that keep what they do in a session until they are asked, such as StackExchange.Redis:
    /// <code>
    /// redis.RegisterProfiler(RoundTrips.Profiler(
    ///     "redis", () => new ProfilingSession(), session => session.FinishProfiling().Select(one => one.Command)));
    /// </code>
    /// Their callers are not known. A scope outside of the one that counts has them when that one was read or ended.
    /// </summary>
    /// <typeparam name="TSession">The library's session.</typeparam>
    /// <param name="kind">What is asked, for example <c>redis</c>.</param>
    /// <param name="begin">Makes a session; called once for each scope.</param>
    /// <param name="finish">What was done since the last call, as statements.</param>
    /// <returns>The session of the running code's scope; <see langword="null"/> where none is counting.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Func<TSession?> Profiler<TSession>(string kind, Func<TSession> begin, Func<TSession, IEnumerable<string>> finish)
        where TSession : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(finish);
        return () => RoundTripScopes.Current?.Innermost.SessionOf(kind, begin, finish);
    }

    /// <summary>Throws if there were more round trips of a kind than allowed.</summary>
    /// <param name="kind">Their kind, for example <c>db</c>.</param>
    /// <param name="most">The most allowed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="kind"/> is null.</exception>
    /// <exception cref="RoundTripsExceededException">There were more. The message lists statements, counts and callers.</exception>
    public void AssertAtMost(string kind, int most)
    {
        var count = CountOf(kind);
        if (count <= most)
        {
            return;
        }

        var message = new StringBuilder($"{count} round trips of kind '{kind}' were made, and at most {most} are allowed:");
        foreach (var one in GetCounts().Where(one => one.Kind == kind))
        {
            message.AppendLine().Append($"  {one.Count} x {one.Statement}");
            if (one.Caller is not null)
            {
                message.AppendLine().Append($"      from {one.Caller}");
            }
        }

        throw new RoundTripsExceededException(message.ToString());
    }

    /// <summary>Counts no further; what was counted can still be read.</summary>
    public void Dispose()
    {
        lock (_counts)
        {
            Drain();
        }

        Volatile.Write(ref _ended, true);
        RoundTripScopes.Current = _outer;
    }

    private TSession? SessionOf<TSession>(string kind, Func<TSession> begin, Func<TSession, IEnumerable<string>> finish)
        where TSession : class
    {
        if (Volatile.Read(ref _ended))
        {
            return null;
        }

        lock (_counts)
        {
            return (_sessions ??= new()).Find(kind, begin, finish);
        }
    }

    private void Drain()
    {
        if (!_ended && _sessions is not null)
        {
            foreach (var (kind, statement) in _sessions.Drain())
            {
                Add(kind, statement, caller: null);
                _outer?.Add(kind, statement, caller: null);
            }
        }
    }

    internal bool WantsCaller(string kind)
    {
        // Most scopes end before there is anything to look for.
        if (Volatile.Read(ref _total) + 1 < _callersFrom)
        {
            return false;
        }

        lock (_counts)
        {
            return !_ended && _byKind.GetValueOrDefault(kind) + 1 >= _callersFrom;
        }
    }

    internal void Add(string kind, string statement, CallSite? caller)
    {
        if (Volatile.Read(ref _ended))
        {
            return;
        }

        lock (_counts)
        {
            ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (kind, statement), out _);
            counted = (counted.Count + 1, counted.Caller ?? caller);
            CollectionsMarshal.GetValueRefOrAddDefault(_byKind, kind, out _)++;
            _total++;
        }
    }
}

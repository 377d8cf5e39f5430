namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>The sessions of libraries that keep what they did until they are asked. Not synchronised.</summary>
internal sealed class ProfilerSessions
{
    private readonly Dictionary<(string Kind, Type Type), (object Session, Func<IEnumerable<string>> Finish)> _sessions = [];

    public TSession Find<TSession>(string kind, Func<TSession> begin, Func<TSession, IEnumerable<string>> finish)
        where TSession : class
    {
        if (_sessions.TryGetValue((kind, typeof(TSession)), out var known))
        {
            return (TSession)known.Session;
        }

        var session = begin();
        _sessions.Add((kind, typeof(TSession)), (session, () => finish(session)));
        return session;
    }

    /// <summary>What was done since the last time.</summary>
    public IEnumerable<(string Kind, string Statement)> Drain() =>
        _sessions.SelectMany(static one => one.Value.Finish().Select(statement => (one.Key.Kind, statement)));
}

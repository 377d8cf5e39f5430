using System.Diagnostics;

namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>
/// Listens to what libraries tell of their round trips, from the first scope on and for the whole process. Where no scope is counting, a
/// library is told that nobody wants to know.
/// </summary>
internal static class RoundTripSources
{
    private const string CallerProperty = "PerfAnalyzers.RoundTrips.Caller";
    private const string Grpc = "Grpc.Net.Client";

    private static readonly Dictionary<string, (string Kind, Func<Activity, string?> Statement)> Spans = new(StringComparer.Ordinal)
    {
        ["Npgsql"] = ("db", Query),
        ["MySqlConnector"] = ("db", Query),
        ["MongoDB.Driver"] = ("mongodb", static span => span.DisplayName),
        ["System.Net.Http"] = ("http", HttpAddress.Of),
        [Grpc] = ("grpc", static span => span.GetTagItem("grpc.method") as string ?? span.DisplayName),
    };

    private static readonly Lazy<IDisposable[]> Listening = new(
        static () => [Listener(), DiagnosticListener.AllListeners.Subscribe(new CommandEvents())]);

    public static void Listen() => _ = Listening.Value;

    private static ActivityListener Listener()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => Spans.ContainsKey(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => Wanted(),
            SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => Wanted(),
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static ActivitySamplingResult Wanted() =>
        RoundTripScopes.Current is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData;

    // The caller is on the stack when the span begins, what it asks is known when the span ends.
    private static void OnStarted(Activity span)
    {
        if (RoundTripScopes.Current is { } scopes && scopes.WantsCaller(Spans[span.Source.Name].Kind))
        {
            span.SetCustomProperty(CallerProperty, CallSite.OfCaller());
        }
    }

    private static void OnStopped(Activity span)
    {
        if (RoundTripScopes.Current is not { } scopes || IsWithinGrpc(span))
        {
            return;
        }

        var (kind, statementOf) = Spans[span.Source.Name];
        if (statementOf(span) is { } statement)
        {
            scopes.Add(kind, statement, span.GetCustomProperty(CallerProperty) as CallSite);
        }
    }

    // A call of gRPC is a request of HttpClient, and one round trip.
    private static bool IsWithinGrpc(Activity span) => span.Source.Name != Grpc && span.Parent?.Source.Name == Grpc;

    // Opening a connection has a span too, without a query.
    private static string? Query(Activity span) => (span.GetTagItem("db.query.text") ?? span.GetTagItem("db.statement")) as string;
}

using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

/// <summary>
/// Shapes of load that a service bears, from the first request on: nothing of them may be refused. Most have a server that serves
/// as many at a time as come.
/// </summary>
internal static class LoadShapes
{
    private const int AsManyAsCome = int.MaxValue;

    public static readonly IReadOnlyDictionary<string, Action<Stage>> Healthy = new Dictionary<string, Action<Stage>>
    {
        ["10/s of 1 s"] = stage => stage.Play(120, 10, Fixed(1)),
        ["5/s of 2 s"] = stage => stage.Play(120, 5, Fixed(2)),
        ["100/s of 300 ms"] = stage => stage.Play(120, 100, Fixed(0.3)),
        ["300/s of 1 s"] = stage => stage.Play(120, 300, Fixed(1)),
        ["slow ones rise from 1 to 30 %"] = stage =>
        {
            stage.Play(60, 100, Mixed(0.01, slow: 1, fast: 0.02));
            stage.Play(120, 100, Mixed(0.3, slow: 1, fast: 0.02));
        },
        ["three times slower at once"] = stage =>
        {
            stage.Play(60, 100, Fixed(0.3));
            stage.Play(120, 100, Fixed(0.9));
            stage.Play(60, 100, Fixed(0.3));
        },
        ["ten times the load at once"] = stage =>
        {
            stage.Play(60, 20, Exponential(0.3));
            stage.Play(60, 200, Exponential(0.3));
            stage.Play(60, 20, Exponential(0.3));
        },
        ["bursts after idling"] = stage =>
        {
            for (var burst = 0; burst < 5; burst++)
            {
                stage.Play(2, 150, Exponential(0.3));
                stage.Play(60, 0.1, Exponential(0.3));
            }
        },
        ["an outage of 10 s that answers in 1 ms"] = stage =>
        {
            stage.Play(60, 100, Fixed(0.3));
            stage.Play(10, 100, Fixed(0.001));
            stage.Play(120, 100, Fixed(0.3));
        },
        ["20 workers at 80 %, exponential"] = stage => stage.Play(120, 1_600, Exponential(0.01), workers: 20),
        ["20 workers at 70 %, nine in ten from a cache"] = stage => stage.Play(120, 1_400, Mixed(0.1, slow: 0.091, fast: 0.001), workers: 20),
        ["5 workers at 60 %, 50 ms"] = stage => stage.Play(120, 60, Fixed(0.05), workers: 5),
    };

    public static Func<Random, double> Fixed(double seconds) => _ => seconds;

    public static Func<Random, double> Exponential(double seconds) => random => seconds * SimulatedServer.Exponential(random);

    public static Func<Random, double> Mixed(double share, double slow, double fast) => random => random.NextDouble() < share ? slow : fast;

    /// <summary>A limiter before a server, and how many requests it refused in which part of the play.</summary>
    internal sealed class Stage(AdaptiveConcurrencyLimiterOptions options, int seed)
    {
        private readonly SimulatedServer _server = new(AsManyAsCome, Fixed(1), options, seed);

        public List<SimulatedServer.Figures> Parts { get; } = [];

        public void Play(double seconds, double perSecond, Func<Random, double> service, int workers = AsManyAsCome)
        {
            _server.ServiceSeconds = service;
            _server.Workers = workers;
            Parts.Add(_server.Run(seconds, perSecond));
        }
    }
}

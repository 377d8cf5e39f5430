using System.Diagnostics;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>
/// What a round trip costs more because it is counted, its span included, in requests that repeat nothing; the library is a source of that
/// name that makes the spans of a driver.
/// </summary>
internal static class RoundTripCost
{
    private const int Rounds = 201;
    private const int Requests = 200;
    private const int TripsEach = 4;

    private static readonly string[] Statements = ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4"];

    public static IEnumerable<Row> Rows()
    {
        using var driver = new ActivitySource("Npgsql");
        List<double> counted = [], ignored = [];
        RoundTrips.Begin().Dispose();
        for (var round = 0; round < Rounds; round++)
        {
            ignored.Add(NanosecondsPerTrip(driver, isCounted: false));
            counted.Add(NanosecondsPerTrip(driver, isCounted: true));
        }

        var more = Median(counted) - Median(ignored);
        yield return new Row(
            "round trip that is counted, its share of the scope included",
            Figures.Time(more),
            "at most 1 us",
            more <= 1_000,
            $"without a scope {Figures.Time(Median(ignored))}");
    }

    private static double NanosecondsPerTrip(ActivitySource driver, bool isCounted)
    {
        var start = Stopwatch.GetTimestamp();
        for (var request = 0; request < Requests; request++)
        {
            using var trips = isCounted ? RoundTrips.Begin(callersFrom: TripsEach + 1) : null;
            for (var trip = 0; trip < TripsEach; trip++)
            {
                using var span = driver.StartActivity("query", ActivityKind.Client);
                span?.SetTag("db.query.text", Statements[trip]);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Requests * TripsEach);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

using System.Globalization;
using PerfAnalyzers.Demo.Load;

namespace PerfAnalyzers.Demo;

/// <summary>One line of the comparison.</summary>
/// <param name="Change">How many times better, or empty where a ratio says nothing.</param>
internal sealed record Comparison(string Figure, string Before, string After, string Change);

/// <summary>The figures of a measurement, as text.</summary>
internal static class Figures
{
    private static readonly double[] Percentiles = [50, 95, 99, 100];

    public static IEnumerable<Comparison> Compare(LoadResult before, LoadResult after)
    {
        foreach (var percentile in Percentiles)
        {
            var (was, is_) = (Milliseconds(before.Total, percentile), Milliseconds(after.Total, percentile));
            yield return new Comparison(NameOf(percentile), Duration(was), Duration(is_), Times(was / is_));
        }

        yield return new Comparison("answered/s", Rate(before.AnsweredPerSecond), Rate(after.AnsweredPerSecond), Times(after.AnsweredPerSecond / before.AnsweredPerSecond));
        yield return new Comparison("not answered", Failures(before.Total), Failures(after.Total), "");
    }

    public static double Milliseconds(OperationResult operation, double percentile) =>
        operation.Latencies.PercentileNanoseconds(percentile) / 1e6;

    public static string Duration(double milliseconds) => milliseconds switch
    {
        double.NaN => "-",
        < 10 => Text(milliseconds, "0.0 ms"),
        < 1000 => Text(milliseconds, "0 ms"),
        _ => Text(milliseconds / 1000, "0.0 s"),
    };

    public static string Rate(double perSecond) => Text(perSecond, perSecond < 10 ? "0.0" : "0");

    public static string Failures(OperationResult operation) => operation.Failures == 0
        ? "0"
        : Text(100.0 * operation.Failures / operation.Requests, "0.#") + " % (" + string.Join(", ", operation.Problems.OrderByDescending(problem => problem.Value).Select(problem => problem.Key)) + ")";

    private static string NameOf(double percentile) => percentile == 100 ? "max" : "p" + Text(percentile, "0");

    private static string Times(double factor) => factor switch
    {
        double.NaN or double.PositiveInfinity => "",
        >= 10 => Text(factor, "0x"),
        _ => Text(factor, "0.0x"),
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

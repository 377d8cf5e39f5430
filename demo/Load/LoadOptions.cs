using System.Globalization;

namespace PerfAnalyzers.Demo.Load;

/// <param name="Target">The shop.</param>
/// <param name="WarmUp">How long a few requests go ahead of the measured ones.</param>
/// <param name="RatePerSecond">Arrivals per second, whether the shop keeps up or not.</param>
/// <param name="Duration">How long requests arrive.</param>
/// <param name="Timeout">When a customer gives up.</param>
/// <param name="ResultFile">Where the result is written.</param>
internal sealed record LoadOptions(Uri Target, TimeSpan WarmUp, double RatePerSecond, TimeSpan Duration, TimeSpan Timeout, string ResultFile)
{
    public string[] ToArguments() =>
    [
        Target.ToString(),
        WarmUp.ToString(),
        RatePerSecond.ToString(CultureInfo.InvariantCulture),
        Duration.ToString(),
        Timeout.ToString(),
        ResultFile,
    ];

    public static LoadOptions Parse(string[] arguments) => arguments is [var target, var warmUp, var rate, var duration, var timeout, var file]
        ? new LoadOptions(
            new Uri(target),
            TimeSpan.Parse(warmUp, CultureInfo.InvariantCulture),
            double.Parse(rate, CultureInfo.InvariantCulture),
            TimeSpan.Parse(duration, CultureInfo.InvariantCulture),
            TimeSpan.Parse(timeout, CultureInfo.InvariantCulture),
            file)
        : throw new ArgumentException("load needs: <url> <warm-up> <requests per second> <duration> <timeout> <result file>");
}

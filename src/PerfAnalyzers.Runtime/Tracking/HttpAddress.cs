using System.Diagnostics;

namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>Method and address of a request, with numbers and ids left out, so that the calls of a loop are one statement.</summary>
internal static class HttpAddress
{
    public static string Of(Activity span)
    {
        var method = span.GetTagItem("http.request.method") as string ?? "HTTP";
        return span.GetTagItem("url.full") is string address && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? $"{method} {uri.GetLeftPart(UriPartial.Authority)}{string.Join('/', uri.AbsolutePath.Split('/').Select(Segment))}"
            : $"{method} {span.GetTagItem("server.address")}";
    }

    // What has a digit is an id, unless it is a version.
    private static string Segment(string segment) => segment.Any(char.IsAsciiDigit) && !IsVersion(segment) ? "{id}" : segment;

    private static bool IsVersion(string segment) =>
        segment[0] is 'v' or 'V' && segment.Length <= 4 && segment.AsSpan(1).IndexOfAnyExcept("0123456789.") < 0;
}

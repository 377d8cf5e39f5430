namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Status codes by class, so that a route and method have at most <see cref="Most"/> series, whatever they answer.</summary>
internal static class StatusClass
{
    public const string ServerError = "5xx";

    /// <summary>What ASP.NET Core answers when the client has gone (StatusCodes.Status499ClientClosedRequest).</summary>
    public const string ClientClosedRequest = "499";

    /// <summary>The most values that <see cref="Of"/> has: five classes, 499, and none.</summary>
    public const int Most = 7;

    public static object? Of(object? statusCode) => statusCode switch
    {
        499 => ClientClosedRequest,
        >= 200 and < 300 => "2xx",
        >= 300 and < 400 => "3xx",
        >= 400 and < 500 => "4xx",
        >= 500 and < 600 => ServerError,
        >= 100 and < 200 => "1xx",
        _ => null,
    };
}

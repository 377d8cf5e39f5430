using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>
/// Answers which calls only tell somebody of what was written: clients of a SignalR hub, subscribers, a log. They can follow the batch as
/// they follow the write.
/// </summary>
internal static class Announcements
{
    private static readonly ImmutableArray<string> Verbs = ImmutableArray.Create("Publish", "Notify", "Broadcast", "Log", "Announce");

    /// <summary>True for an announcement that stands behind the write.</summary>
    public static bool Follow(IInvocationOperation call, IInvocationOperation write) =>
        call.Syntax.SpanStart > write.Syntax.Span.End && IsAnnouncement(call);

    /// <summary>True for an operation that is given to an announcement behind the write, or to the log.</summary>
    public static bool Take(IOperation operation, int writtenBefore)
    {
        for (var outer = operation; outer is not null; outer = outer.Parent)
            if (outer is IInvocationOperation call && call.Syntax.SpanStart > writtenBefore && (IsAnnouncement(call) || IsLog(call)))
                return true;
        return false;
    }

    private static bool IsAnnouncement(IInvocationOperation call) =>
        call.Type.IsTask()
        && (call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.SignalR") || Verbs.Any(verb => IsVerbOf(call.TargetMethod.Name, verb)));

    private static bool IsLog(IInvocationOperation call) => call.TargetMethod.IsInNamespace("Microsoft.Extensions.Logging");

    private static bool IsVerbOf(string method, string verb) =>
        method.StartsWith(verb, StringComparison.Ordinal) && (method.Length == verb.Length || char.IsUpper(method[verb.Length]));
}

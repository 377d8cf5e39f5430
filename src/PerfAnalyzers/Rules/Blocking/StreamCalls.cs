using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Answers what a call reads or writes: a file, or what is behind a stream.</summary>
internal static class StreamCalls
{
    public static bool IsOfFile(this IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is("System.IO.File") || call.TargetMethod.ContainingType.Is("System.IO.RandomAccess")
        || call.OriginOfItsStream() == StreamOrigin.File;

    /// <summary>What is behind the stream that the call reads or writes; null where it works on none.</summary>
    public static StreamOrigin? OriginOfItsStream(this IInvocationOperation call)
    {
        if (call.TargetMethod.ContainingType.IsStream())
            return call.Receiver().OriginOfStream();
        return call.TargetMethod.ContainingType.Is("System.Text.Json.JsonSerializer")
            ? call.Arguments.First(argument => argument.Parameter?.Ordinal == 0).Value.WithoutConversions().OriginOfStream()
            : null;
    }
}

namespace PerfAnalyzers.Code;

/// <summary>What stands behind a Stream, TextReader or TextWriter.</summary>
internal enum StreamOrigin { Memory, File, Unknown, Network }

internal static class StreamOrigins
{
    private const int Depth = 12;

    private static readonly ImmutableArray<string> InMemory = ImmutableArray.Create(
        "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream", "System.IO.StringReader", "System.IO.StringWriter");

    private static readonly ImmutableArray<string> OnNetwork = ImmutableArray.Create(
        "System.Net.Sockets.NetworkStream", "System.Net.Security.SslStream", "System.IO.Pipes.PipeStream");

    /// <summary>True for a type of which the origin decides whether reading it waits for anything.</summary>
    public static bool IsStream(this INamedTypeSymbol type) =>
        type.SelfBasesAndInterfaces().Any(t => t.Is("System.IO.Stream") || t.Is("System.IO.TextReader") || t.Is("System.IO.TextWriter"));

    public static StreamOrigin OriginOfStream(this IOperation? stream, int depth = Depth)
    {
        stream = stream?.WithoutConversions();
        if (stream is null || depth == 0)
            return StreamOrigin.Unknown;
        if (stream.Type is INamedTypeSymbol type)
        {
            if (InMemory.Any(name => type.SelfBasesAndInterfaces().Any(t => t.Is(name))))
                return StreamOrigin.Memory;
            if (OnNetwork.Any(name => type.SelfBasesAndInterfaces().Any(t => t.Is(name))))
                return StreamOrigin.Network;
            if (type.Is("System.IO.FileStream"))
                return StreamOrigin.File;
        }
        return stream switch
        {
            ILocalReferenceOperation local => local.InitialValue() is { } value ? value.OriginOfStream(depth - 1) : StreamOrigin.Unknown,
            IAwaitOperation awaited => awaited.Operation.UnwrapTask().OriginOfStream(depth - 1),
            IObjectCreationOperation { Arguments: [var source, ..] } => OfSource(source, depth),
            IInvocationOperation call => OfCall(call, depth),
            IPropertyReferenceOperation { Property: { Name: "Result" } property, Instance: { } task } when property.ContainingType.IsTask() => task.UnwrapTask().OriginOfStream(depth - 1),
            IPropertyReferenceOperation { Property: { Name: "Body", ContainingType.Name: "HttpRequest" or "HttpResponse" } } => StreamOrigin.Network,
            IPropertyReferenceOperation { Property: { Name: "BaseStream" }, Instance: { } reader } => reader.OriginOfStream(depth - 1),
            _ => StreamOrigin.Unknown,
        };
    }

    private static StreamOrigin OfSource(IArgumentOperation source, int depth) =>
        source.Parameter?.Type.SpecialType == SpecialType.System_String ? StreamOrigin.File : source.Value.OriginOfStream(depth - 1);

    private static StreamOrigin OfCall(IInvocationOperation call, int depth) => (call.TargetMethod.ContainingType.Name, call.TargetMethod.Name) switch
    {
        ("File" or "FileInfo", _) => StreamOrigin.File,
        ("IFormFile" or "FormFile" or "IBrowserFile", "OpenReadStream") => StreamOrigin.File,
        ("HttpContent", "ReadAsStream" or "ReadAsStreamAsync") => ReadsHeadersOnly(call) ? StreamOrigin.Network : StreamOrigin.Memory,
        ("HttpClient", "GetStreamAsync") => StreamOrigin.Network,
        ("WebResponse" or "HttpWebResponse" or "WebRequest" or "HttpWebRequest" or "WebClient" or "TcpClient", _) => StreamOrigin.Network,
        ("GetAwaiter" or "TaskAwaiter", "GetResult") when call.Instance is { } awaiter => awaiter.UnwrapTask().OriginOfStream(depth - 1),
        ("Assembly", "GetManifestResourceStream") => StreamOrigin.Memory,
        _ => StreamOrigin.Unknown,
    };

    /// <summary>A response is buffered as a whole, unless its sender asks for the headers only.</summary>
    private static bool ReadsHeadersOnly(IOperation content) =>
        Reassignments.Root(content).Descendants().Any(operation => operation is IFieldReferenceOperation { Field: { Name: "ResponseHeadersRead", ContainingType.Name: "HttpCompletionOption" } });
}

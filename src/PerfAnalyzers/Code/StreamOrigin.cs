namespace PerfAnalyzers.Code;

/// <summary>What stands behind a Stream, TextReader or TextWriter.</summary>
internal enum StreamOrigin { Memory, File, Unknown, Network }

/// <summary>Answers whether reading or writing a stream waits for anything.</summary>
internal static class StreamOrigins
{
    private const int Depth = 12;

    private static readonly ImmutableArray<string> InMemory = ImmutableArray.Create(
        "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream", "System.IO.StringReader", "System.IO.StringWriter");

    private static readonly ImmutableArray<string> OnNetwork = ImmutableArray.Create(
        "System.Net.Sockets.NetworkStream", "System.Net.Security.SslStream", "System.IO.Pipes.PipeStream");

    /// <summary>True for a type of which the origin decides whether reading it waits for anything.</summary>
    public static bool IsStream(this INamedTypeSymbol type) =>
        type.IsA("System.IO.Stream") || type.IsA("System.IO.TextReader") || type.IsA("System.IO.TextWriter");

    /// <summary>What is behind the stream that the expression yields.</summary>
    public static StreamOrigin OriginOfStream(this IOperation? stream, int depth = Depth)
    {
        stream = stream?.WithoutConversions();
        if (stream is null || depth == 0)
            return StreamOrigin.Unknown;
        if (OfType(stream.Type) is { } origin)
            return origin;
        return stream switch
        {
            ILocalReferenceOperation local => local.OnlyValue().OriginOfStream(depth - 1),
            IAwaitOperation awaited => awaited.Operation.UnwrapTask().OriginOfStream(depth - 1),
            IObjectCreationOperation { Arguments: [var source, ..] } => OfSource(source, depth),
            IInvocationOperation call => OfCall(call, depth),
            IPropertyReferenceOperation { Instance: { } owner } property => OfProperty(property.Property, owner, depth),
            _ => StreamOrigin.Unknown,
        };
    }

    /// <summary>What the type alone says; null for one that says nothing.</summary>
    private static StreamOrigin? OfType(ITypeSymbol? type)
    {
        if (type.IsAnyOf(InMemory))
            return StreamOrigin.Memory;
        if (type.IsAnyOf(OnNetwork))
            return StreamOrigin.Network;
        return type is INamedTypeSymbol named && named.Is("System.IO.FileStream") ? StreamOrigin.File : null;
    }

    private static StreamOrigin OfProperty(IPropertySymbol property, IOperation owner, int depth)
    => (property.ContainingType.Name, property.Name) switch
    {
        (_, "Result") when property.ContainingType.IsTask() => owner.UnwrapTask().OriginOfStream(depth - 1),
        ("HttpRequest" or "HttpResponse", "Body") => StreamOrigin.Network,
        (_, "BaseStream") => owner.OriginOfStream(depth - 1),
        _ => StreamOrigin.Unknown,
    };

    private static StreamOrigin OfSource(IArgumentOperation source, int depth) =>
        source.Parameter?.Type.SpecialType == SpecialType.System_String ? StreamOrigin.File : source.Value.OriginOfStream(depth - 1);

    private static StreamOrigin OfCall(IInvocationOperation call, int depth)
    => (call.TargetMethod.ContainingType.Name, call.TargetMethod.Name) switch
    {
        ("File" or "FileInfo", _) => StreamOrigin.File,
        ("IFormFile" or "FormFile" or "IBrowserFile", "OpenReadStream") => StreamOrigin.File,
        ("HttpContent", "ReadAsStream" or "ReadAsStreamAsync") => ReadsHeadersOnly(call) ? StreamOrigin.Network : StreamOrigin.Memory,
        ("HttpClient", "GetStreamAsync") => StreamOrigin.Network,
        ("WebRequest" or "HttpWebRequest", "GetRequestStream") => StreamOrigin.Memory, // buffered until the response is asked for
        ("WebResponse" or "HttpWebResponse" or "WebRequest" or "HttpWebRequest" or "WebClient" or "TcpClient", _) => StreamOrigin.Network,
        ("GetAwaiter" or "TaskAwaiter", "GetResult") when call.Instance is { } awaiter => awaiter.UnwrapTask().OriginOfStream(depth - 1),
        ("Assembly", "GetManifestResourceStream") => StreamOrigin.Memory,
        _ => StreamOrigin.Unknown,
    };

    /// <summary>A response is buffered as a whole, unless its sender asks for the headers only.</summary>
    private static bool ReadsHeadersOnly(IOperation content) => content.Member().Descendants().OfType<IFieldReferenceOperation>()
        .Any(option => option.Field is { Name: "ResponseHeadersRead", ContainingType.Name: "HttpCompletionOption" });
}

using Google.Protobuf;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>A metric read back from an ExportMetricsServiceRequest with Google's reader, by the field numbers of opentelemetry-proto.</summary>
internal sealed record OtlpMetric(string Resource, string Scope, string Name, string Description, string Unit, bool IsExponential, int Temporality, IReadOnlyList<OtlpPoint> Points)
{
    public static IEnumerable<OtlpMetric> Parse(byte[] request)
    {
        foreach (var resourceMetrics in new Message(request).Messages(1))
        {
            var resource = Attributes(resourceMetrics.Messages(1).Single(), 1);
            foreach (var scopeMetrics in resourceMetrics.Messages(2))
            {
                var scope = scopeMetrics.Messages(1).Single().Text(1);
                foreach (var metric in scopeMetrics.Messages(2))
                {
                    var exponential = metric.Messages(10).ToList();
                    yield return new(
                        resource,
                        scope,
                        metric.Text(1),
                        metric.Text(2),
                        metric.Text(3),
                        exponential.Count == 1,
                        exponential.Count == 1 ? (int)exponential[0].Number(2) : 0,
                        [.. exponential.SelectMany(data => data.Messages(1)).Select(OtlpPoint.Read)]);
                }
            }
        }
    }

    public static string Attributes(Message owner, int field) => string.Join(
        ';',
        owner.Messages(field).Select(attribute => $"{attribute.Text(1)}={Value(attribute.Messages(2).Single())}").Order(StringComparer.Ordinal));

    private static string Value(Message any) => any switch
    {
        _ when any.Has(1) => any.Text(1),
        _ when any.Has(2) => any.Number(2) == 1 ? "true" : "false",
        _ when any.Has(3) => FormattableString.Invariant($"{(long)any.Number(3)}L"),
        _ when any.Has(4) => FormattableString.Invariant($"{BitConverter.UInt64BitsToDouble(any.Number(4))}D"),
        _ when any.Has(5) => $"[{string.Join(',', any.Messages(5).Single().Messages(1).Select(Value))}]",
        _ => "null",
    };
}

/// <summary>An ExponentialHistogramDataPoint.</summary>
internal sealed record OtlpPoint(
    string Attributes, ulong Start, ulong Time, ulong Count, double Sum, int Scale, ulong ZeroCount, int Offset, IReadOnlyList<ulong> Counts, bool HasMinimum, bool HasNegatives)
{
    /// <summary>The buckets that are not empty.</summary>
    public IEnumerable<(int Index, long Count)> Buckets =>
        Counts.Select((count, i) => (Offset + i, (long)count)).Where(bucket => bucket.Item2 != 0);

    public static OtlpPoint Read(Message point)
    {
        var positive = point.Messages(8).SingleOrDefault() ?? new Message([]);
        return new(
            OtlpMetric.Attributes(point, 1),
            point.Number(2),
            point.Number(3),
            point.Number(4),
            BitConverter.UInt64BitsToDouble(point.Number(5)),
            CodedSigned(point.Number(6)),
            point.Number(7),
            CodedSigned(positive.Number(1)),
            positive.Packed(2),
            point.Has(12) || point.Has(13),
            point.Messages(9).Any(negative => negative.Packed(2).Any(count => count != 0)));
    }

    private static int CodedSigned(ulong zigZag) => (int)(zigZag >> 1) ^ -(int)(zigZag & 1);
}

/// <summary>The fields of a message, by number. It has no schema, so the reader of a field says what is in it.</summary>
internal sealed class Message
{
    private readonly List<(int Field, ulong Number, ByteString Bytes)> _fields = [];

    public Message(byte[] encoded)
    {
        var input = new CodedInputStream(encoded);
        while (!input.IsAtEnd)
        {
            var tag = input.ReadTag();
            var field = WireFormat.GetTagFieldNumber(tag);
            _fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), ByteString.Empty),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), ByteString.Empty),
                WireFormat.WireType.LengthDelimited => (field, 0, input.ReadBytes()),
                var other => throw new InvalidDataException($"Field {field} has wire type {other}."),
            });
        }
    }

    public bool Has(int field) => _fields.Exists(one => one.Field == field);

    public ulong Number(int field) => _fields.SingleOrDefault(one => one.Field == field).Number;

    public string Text(int field) => _fields.SingleOrDefault(one => one.Field == field).Bytes?.ToStringUtf8() ?? "";

    public IEnumerable<Message> Messages(int field) => _fields.Where(one => one.Field == field).Select(one => new Message(one.Bytes.ToByteArray()));

    public IReadOnlyList<ulong> Packed(int field)
    {
        var numbers = new List<ulong>();
        if (_fields.SingleOrDefault(one => one.Field == field).Bytes is { } bytes)
        {
            var input = new CodedInputStream(bytes.ToByteArray());
            while (!input.IsAtEnd)
            {
                numbers.Add(input.ReadUInt64());
            }
        }

        return numbers;
    }
}

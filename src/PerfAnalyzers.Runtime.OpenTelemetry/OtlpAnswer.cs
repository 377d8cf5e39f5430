using System.Text;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>
/// Reads an ExportMetricsServiceResponse: one that has a partial_success (field 1) with rejected_data_points (1) says that a part
/// was not taken, and why (error_message, 2).
/// </summary>
internal static class OtlpAnswer
{
    private const int DelimitedOne = (1 << 3) | 2;
    private const int VarintOne = 1 << 3;
    private const int DelimitedTwo = (2 << 3) | 2;

    /// <summary>What was rejected, for people; <see langword="null"/> when nothing was, or the answer is not protobuf.</summary>
    public static string? Rejection(Stream answer)
    {
        using var bytes = new MemoryStream();
        answer.CopyTo(bytes);
        ReadOnlySpan<byte> rest = bytes.ToArray();
        if (Number(ref rest) != DelimitedOne || Number(ref rest) is not { } length || length > (ulong)rest.Length)
        {
            return null;
        }

        rest = rest[..(int)length];
        ulong rejected = 0;
        var reason = "";
        while (!rest.IsEmpty)
        {
            switch (Number(ref rest))
            {
                case VarintOne when Number(ref rest) is { } count:
                    rejected = count;
                    break;
                case DelimitedTwo when Number(ref rest) is { } size && size <= (ulong)rest.Length:
                    reason = Encoding.UTF8.GetString(rest[..(int)size]);
                    rest = rest[(int)size..];
                    break;
                default:
                    rest = [];
                    break;
            }
        }

        return rejected == 0 ? null : $"rejected {rejected} series: {reason}";
    }

    private static ulong? Number(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }

        return null;
    }
}

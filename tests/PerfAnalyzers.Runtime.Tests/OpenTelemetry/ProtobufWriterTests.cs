using System.Globalization;
using CsCheck;
using PerfAnalyzers.Runtime.OpenTelemetry;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

public class ProtobufWriterTests
{
    [Fact]
    public void GooglesReaderReadsWhatWasWritten() => Gen.Select(Gen.Long, Gen.Int, Gen.ULong, Gen.Double, Gen.String[0, 300]).Sample((number, signed, bits, real, text) =>
    {
        var writer = new ProtobufWriter();
        var outer = writer.Begin(1);
        writer.IntegerEvenIfZero(2, number);
        writer.Signed(3, signed);
        writer.Fixed64(4, bits);
        writer.DoubleEvenIfZero(16, real);
        writer.String(2047, text.Normalized());
        writer.End(outer);
        writer.Integer(5, number);

        var message = new Message(writer.Written.ToArray());
        var inner = Assert.Single(message.Messages(1));
        Assert.Equal((ulong)number, inner.Number(2));
        Assert.Equal((uint)((signed << 1) ^ (signed >> 31)), inner.Number(3));
        Assert.Equal(bits, inner.Number(4));
        Assert.Equal(BitConverter.DoubleToUInt64Bits(real), inner.Number(16));
        Assert.Equal(text.Normalized(), inner.Text(2047));
        Assert.Equal((ulong)number, message.Number(5));
    });

    [Fact]
    public void TheBufferGrowsWithAnyNumberOfNestedMessages()
    {
        var writer = new ProtobufWriter();
        for (var i = 0; i < 5_000; i++)
        {
            var message = writer.Begin(1);
            writer.String(1, i.ToString(CultureInfo.InvariantCulture));
            writer.End(message);
        }

        var big = writer.Begin(2);
        writer.String(1, new string('x', 100_000));
        writer.End(big);

        var read = new Message(writer.Written.ToArray());
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => i.ToString(CultureInfo.InvariantCulture)), read.Messages(1).Select(message => message.Text(1)));
        Assert.Equal(100_000, read.Messages(2).Single().Text(1).Length);
    }

    [Fact]
    public void ZeroAndEmptyAreLeftOutAsProto3Does()
    {
        var writer = new ProtobufWriter();
        writer.Integer(1, 0);
        writer.Signed(2, 0);
        writer.Fixed64(3, 0);
        writer.String(4, "");
        writer.String(5, null);

        Assert.Equal(0, writer.Written.Length);
    }
}

file static class Text
{
    /// <summary>Without lone surrogates, which UTF-8 cannot say.</summary>
    public static string Normalized(this string text) => string.Concat(text.EnumerateRunes());
}

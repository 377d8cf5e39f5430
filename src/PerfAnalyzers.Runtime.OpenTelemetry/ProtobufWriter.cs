using System.Buffers.Binary;
using System.Text;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>
/// Writes the wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/). Fields that are zero or empty
/// are left out, as proto3 does, unless the member says otherwise.
/// </summary>
internal sealed class ProtobufWriter
{
    // Room for the length of a nested message, which is known only at its end: a varint padded to four bytes, up to 256 MB.
    private const int LengthBytes = 4;
    private const int MaxLength = 1 << (7 * LengthBytes);

    private byte[] _buffer = new byte[4096];
    private int _length;

    private enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Delimited = 2,
    }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Begins a nested message; what it returns goes to <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Tag(field, Wire.Delimited);
        Reserve(LengthBytes);
        _length += LengthBytes;
        return _length;
    }

    public void End(int begin)
    {
        var length = _length - begin;
        if (length >= MaxLength)
        {
            throw new InvalidOperationException("A message of 256 MB or more cannot be exported.");
        }

        for (var i = 0; i < LengthBytes; i++)
        {
            var more = i < LengthBytes - 1 ? 0x80 : 0;
            _buffer[begin - LengthBytes + i] = (byte)(((length >> (7 * i)) & 0x7F) | more);
        }
    }

    public void String(int field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        StringEvenIfEmpty(field, value);
    }

    public void StringEvenIfEmpty(int field, string value)
    {
        Tag(field, Wire.Delimited);
        var bytes = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)bytes);
        Reserve(bytes);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    public void Integer(int field, long value)
    {
        if (value != 0)
        {
            IntegerEvenIfZero(field, value);
        }
    }

    public void IntegerEvenIfZero(int field, long value)
    {
        Tag(field, Wire.Varint);
        Varint((ulong)value);
    }

    /// <summary>A sint32: small whatever its sign.</summary>
    public void Signed(int field, int value)
    {
        if (value != 0)
        {
            Tag(field, Wire.Varint);
            Varint((uint)((value << 1) ^ (value >> 31)));
        }
    }

    public void Fixed64(int field, ulong value)
    {
        if (value != 0)
        {
            Fixed64EvenIfZero(field, value);
        }
    }

    public void DoubleEvenIfZero(int field, double value) => Fixed64EvenIfZero(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A number without tag, as an element of a packed field between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public void Varint(ulong value)
    {
        Reserve(10);
        for (; value >= 0x80; value >>= 7)
        {
            _buffer[_length++] = (byte)(value | 0x80);
        }

        _buffer[_length++] = (byte)value;
    }

    private void Fixed64EvenIfZero(int field, ulong value)
    {
        Tag(field, Wire.Fixed64);
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(ulong);
    }

    private void Tag(int field, Wire wire) => Varint(((uint)field << 3) | (uint)wire);

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }
}

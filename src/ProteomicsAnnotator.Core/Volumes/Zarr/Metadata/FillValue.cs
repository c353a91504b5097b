using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>What stands where no chunk is, as one stored number, little-endian.</summary>
internal static class FillValue
{
    private const int LongestNumber = 64;

    /// <summary>The NaN of the specification has no sign, that of .NET has one.</summary>
    private static readonly double QuietNaN = BitConverter.UInt64BitsToDouble(0x7FF8000000000000);

    /// <summary>
    /// Nothing and null give 0. A number in quotes is that number, <c>0.0</c> is a whole number, and a hex text is the bits
    /// of the number.
    /// </summary>
    /// <exception cref="ZarrException">It is no number of this type.</exception>
    public static byte[] Parse(MetadataNode node, StoredType type)
    {
        if (node.IsNothing)
        {
            return new byte[type.Bytes];
        }

        string? text = node.Value.ValueKind switch
        {
            JsonValueKind.Number => node.Value.GetRawText(),
            JsonValueKind.String => node.Text,
            JsonValueKind.True when type.IsBoolean => "1",
            JsonValueKind.False when type.IsBoolean => "0",
            _ => null,
        };
        return (text is { Length: > 0 and <= LongestNumber } ? Bytes(text, type) : null)
            ?? throw node.Refused($"a number of the type {type.Name}, or null");
    }

    private static byte[]? Bytes(string text, StoredType type)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return text.Length == 2 + (2 * type.Bytes)
                && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits)
                ? Bytes(bits, type)
                : null;
        }

        if (type.Sample.Kind == SampleKind.Float)
        {
            return Float(text) is { } value ? Bytes(Bits(value, type), type) : null;
        }

        return Whole(text) is { } number && number >= Least(type) && number <= Most(type)
            ? Bytes((ulong)(number & ulong.MaxValue), type)
            : null;
    }

    private static double? Float(string text) => text switch
    {
        "NaN" => QuietNaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) => value,
        _ => null,
    };

    private static BigInteger? Whole(string text)
    {
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole))
        {
            return whole;
        }

        return Float(text) is { } value && double.IsFinite(value) && value == Math.Floor(value) ? new BigInteger(value) : null;
    }

    private static BigInteger Least(StoredType type) =>
        type.Sample.Kind == SampleKind.Signed ? -(BigInteger.One << (type.Sample.Bits - 1)) : BigInteger.Zero;

    private static BigInteger Most(StoredType type) => type.IsBoolean
        ? BigInteger.One
        : (BigInteger.One << (type.Sample.Kind == SampleKind.Signed ? type.Sample.Bits - 1 : type.Sample.Bits)) - 1;

    private static ulong Bits(double value, StoredType type) => type.Bytes switch
    {
        2 => BitConverter.HalfToUInt16Bits((Half)value),
        4 => BitConverter.SingleToUInt32Bits((float)value),
        _ => BitConverter.DoubleToUInt64Bits(value),
    };

    private static byte[] Bytes(ulong bits, StoredType type)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
        return bytes[..type.Bytes];
    }
}

using System.Globalization;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>The type of an array's numbers. Booleans are bytes of 0 and 1.</summary>
internal readonly record struct StoredType(StoredSample Sample, bool IsBoolean)
{
    private const string Expected = "bool, or integers or floats of 8 to 64 bits";

    public string Name => IsBoolean ? "bool" : Sample.Name;

    public int Bytes => Sample.Bits / 8;

    /// <summary>NumPy's spelling with its byte order: <c>&lt;u2</c>.</summary>
    public static (StoredType Type, bool BigEndian) OfV2(MetadataNode node)
    {
        if (node.Text is not { Length: 3 } text || Kind(text[1]) is not { } kind || !char.IsAsciiDigit(text[2]))
        {
            throw node.Refused(Expected);
        }

        var type = new StoredType(new StoredSample(kind, 8 * (text[2] - '0')), text[1] == 'b');
        bool hasOrder = text[0] is '<' or '>' || (text[0] == '|' && type.Bytes == 1);
        return hasOrder && type.IsRead ? (type, text[0] == '>') : throw node.Refused(Expected);
    }

    public static StoredType OfV3(MetadataNode node)
    {
        if (node.Text is not { } text)
        {
            throw node.Refused(Expected);
        }

        if (text == "bool")
        {
            return new StoredType(new StoredSample(SampleKind.Unsigned, 8), IsBoolean: true);
        }

        string letters = text.TrimEnd("0123456789".ToCharArray());
        SampleKind? kind = letters switch
        {
            "uint" => SampleKind.Unsigned,
            "int" => SampleKind.Signed,
            "float" => SampleKind.Float,
            _ => null,
        };
        return kind is { } known && int.TryParse(text.AsSpan(letters.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bits)
            && new StoredType(new StoredSample(known, bits), IsBoolean: false) is { IsRead: true } type
            ? type
            : throw node.Refused(Expected);
    }

    private bool IsRead => Sample.Bits is 8 or 16 or 32 or 64 && Sample.IsSupported && (!IsBoolean || Sample.Bits == 8);

    private static SampleKind? Kind(char letter) => letter switch
    {
        'u' or 'b' => SampleKind.Unsigned,
        'i' => SampleKind.Signed,
        'f' => SampleKind.Float,
        _ => null,
    };
}

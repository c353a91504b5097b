using System.Text;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>One image file directory: its entries, and their values on demand.</summary>
internal sealed class TiffDirectory
{
    private const int LongestValue = 64 << 20;

    /// <summary>Of a text: descriptions are understood within a second, whatever stands in them.</summary>
    private const int LongestText = 8 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly List<TiffEntry> _entries;
    private readonly TiffWindow _window;

    public TiffDirectory(int index, long offset, List<TiffEntry> entries, TiffWindow window)
    {
        Index = index;
        Offset = offset;
        _entries = entries;
        _window = window;
    }

    /// <summary>Position in the file's chain of directories, from 0.</summary>
    public int Index { get; }

    /// <summary>Where it lies in the file.</summary>
    public long Offset { get; }

    public TiffInput Input => _window.Input;

    public bool BigEndian => _window.BigEndian;

    /// <summary>A reduced image or a mask: not a plane of the volume.</summary>
    public bool IsThumbnail => (Integer(TiffTag.NewSubfileType, 0) & 5) != 0 || Integer(TiffTag.SubfileType, 0) == 2;

    public bool Has(TiffTag tag) => TryGet(tag, out _);

    public long Count(TiffTag tag) => TryGet(tag, out TiffEntry entry) ? entry.Count : 0;

    /// <summary>The first value of the tag.</summary>
    public long Integer(TiffTag tag, long whenMissing) =>
        TryGet(tag, out TiffEntry entry) && entry.Count > 0 ? Integers(entry, 1)[0] : whenMissing;

    public long[] Integers(TiffTag tag, int count)
    {
        if (!TryGet(tag, out TiffEntry entry) || entry.Count < count)
        {
            throw Input.Corrupt($"Page {Index + 1} has {Count(tag)} values of {tag}, expected {count}.");
        }

        return Integers(entry, count);
    }

    public string? Text(TiffTag tag)
    {
        if (!TryGet(tag, out TiffEntry entry) || TiffEntry.TypeBytes(entry.FieldType) != 1)
        {
            return null;
        }

        if (entry.Count > LongestText)
        {
            throw Input.Unsupported(
                $"Page {Index + 1} has {entry.Count >> 20} MiB of {entry.Tag}; at most {LongestText >> 20} MiB are read.");
        }

        return Decoded(Raw(entry)).TrimEnd('\0').TrimStart('\uFEFF');
    }

    /// <summary>UTF-8; what is none is of the writers before it, Latin-1.</summary>
    private static string Decoded(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    public byte[]? RawBytes(TiffTag tag) =>
        TryGet(tag, out TiffEntry entry) && TiffEntry.TypeBytes(entry.FieldType) == 1 ? Raw(entry).ToArray() : null;

    /// <summary>A RATIONAL, FLOAT or DOUBLE; null when missing or with a zero in it.</summary>
    public double? Real(TiffTag tag)
    {
        if (!TryGet(tag, out TiffEntry entry) || entry.Count < 1)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = _window.Bytes(entry.ValueAt, TiffEntry.TypeBytes(entry.FieldType), $"{tag}");
        double value = entry.FieldType switch
        {
            5 => (double)_window.UInt32(bytes) / _window.UInt32(bytes[4..]),
            11 => BitConverter.UInt32BitsToSingle(_window.UInt32(bytes)),
            12 => BitConverter.UInt64BitsToDouble(_window.UInt64(bytes)),
            _ => double.NaN,
        };
        return double.IsFinite(value) && value > 0 ? value : null;
    }

    private bool TryGet(TiffTag tag, out TiffEntry found)
    {
        foreach (TiffEntry entry in _entries)
        {
            if (entry.Tag == tag)
            {
                found = entry;
                return true;
            }
        }

        found = default;
        return false;
    }

    private ReadOnlySpan<byte> Raw(TiffEntry entry) => entry.Count <= LongestValue
        ? _window.Bytes(entry.ValueAt, (int)entry.Count, $"{entry.Tag}")
        : throw Input.Corrupt($"{entry.Tag} claims {entry.Count} bytes; at most {LongestValue} are read.");

    private long[] Integers(TiffEntry entry, int count)
    {
        int size = TiffEntry.TypeBytes(entry.FieldType);
        if (entry.FieldType is not (1 or 3 or 4 or 13 or 16 or 18))
        {
            throw Input.Corrupt(
                $"Page {Index + 1} stores {entry.Tag} as field type {entry.FieldType}, expected an unsigned integer.");
        }

        if ((long)count * size > Input.Length)
        {
            throw Input.Corrupt($"{entry.Tag} claims {count} values; the file has {Input.Length} bytes.");
        }

        ReadOnlySpan<byte> bytes = _window.Bytes(entry.ValueAt, checked(count * size), $"{entry.Tag}");
        var values = new long[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> value = bytes.Slice(i * size, size);
            values[i] = size switch
            {
                1 => value[0],
                2 => _window.UInt16(value),
                4 => _window.UInt32(value),
                _ => (long)Math.Min(_window.UInt64(value), long.MaxValue),
            };
        }

        return values;
    }
}

/// <summary>A directory entry; <see cref="ValueAt"/> is where its value lies in the file, inline or not.</summary>
internal readonly record struct TiffEntry(TiffTag Tag, int FieldType, long Count, long ValueAt)
{
    /// <summary>Bytes of one value of the field type; 0 for types that TIFF does not define.</summary>
    public static int TypeBytes(int fieldType) => fieldType switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}

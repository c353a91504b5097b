namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Reads the chain of directories of a classic TIFF (TIFF 6.0) or a BigTIFF. Work is bounded by the file's length:
/// directories of a sound file do not overlap, so together they cannot be longer than it.
/// </summary>
internal sealed class TiffDirectoryChain
{
    private readonly TiffWindow _window;
    private readonly HashSet<long> _visited = [];
    private bool _big;
    private long _directoryBytes;

    private TiffDirectoryChain(TiffWindow window)
    {
        _window = window;
    }

    private TiffInput Input => _window.Input;

    public static List<TiffDirectory> Read(TiffInput input) => new TiffDirectoryChain(new TiffWindow(input)).Read();

    private List<TiffDirectory> Read()
    {
        List<TiffDirectory> directories = [];
        long offset = ReadHeader();
        if (offset == 0)
        {
            throw Input.Corrupt("The TIFF holds no page: the header's first page offset is 0.");
        }

        while (offset != 0)
        {
            if (!_visited.Add(offset))
            {
                throw Input.Corrupt(
                    $"The chain of pages loops: page {directories.Count + 1} leads back to byte {offset}.");
            }

            directories.Add(ReadDirectory(directories.Count, ref offset));
        }

        return directories;
    }

    private long ReadHeader()
    {
        if (Input.Length < 8)
        {
            throw Input.Corrupt(Input.Length == 0
                ? "The file is empty: it has 0 bytes; a TIFF has at least 8."
                : $"The file is cut short: it has {Input.Length} bytes; a TIFF has at least 8.");
        }

        ReadOnlySpan<byte> header = _window.Bytes(0, 4, "The header");
        _window.BigEndian = (header[0], header[1]) switch
        {
            ((byte)'I', (byte)'I') => false,
            ((byte)'M', (byte)'M') => true,
            _ => throw Input.Corrupt($"This is not a TIFF file: it begins with 0x{Convert.ToHexString(header)}; a TIFF begins with II or MM."),
        };
        int magic = _window.UInt16(header[2..]);
        if (magic == 42)
        {
            return _window.UInt32(4, "The first page's offset");
        }

        if (magic != 43)
        {
            throw Input.Corrupt($"The TIFF version is {magic}, expected 42 or 43.");
        }

        _big = true;
        int offsetBytes = _window.UInt16(4, "The BigTIFF header");
        return offsetBytes == 8
            ? Offset(_window.UInt64(8, "The first page's offset"))
            : throw Input.Corrupt($"The BigTIFF has offsets of {offsetBytes} bytes, expected 8.");
    }

    private TiffDirectory ReadDirectory(int index, ref long offset)
    {
        string what = $"The directory of page {index + 1}";
        int countBytes = _big ? 8 : 2;
        int entryBytes = _big ? 20 : 12;
        long count = _big ? Offset(_window.UInt64(offset, what)) : _window.UInt16(offset, what);
        long bytes = countBytes + (Math.Min(count, 1 << 20) * entryBytes) + (_big ? 8 : 4);
        _directoryBytes += bytes;
        if (count is 0 or > ushort.MaxValue || _directoryBytes > Input.Length)
        {
            throw Input.Corrupt(
                $"{what} claims {count} entries; with them the directories are longer than the file "
                + $"of {Input.Length} bytes.");
        }

        List<TiffEntry> entries = new((int)Math.Min(count, 32));
        ReadOnlySpan<byte> directory = _window.Bytes(offset, (int)bytes, what);
        for (int i = 0; i < count; i++)
        {
            int at = countBytes + (i * entryBytes);
            AddKnown(entries, directory.Slice(at, entryBytes), offset + at);
        }

        ReadOnlySpan<byte> next = directory[^(_big ? 8 : 4)..];
        long own = offset;
        offset = _big ? Offset(_window.UInt64(next)) : _window.UInt32(next);
        return new TiffDirectory(index, own, entries, _window);
    }

    private void AddKnown(List<TiffEntry> entries, ReadOnlySpan<byte> entry, long at)
    {
        var tag = (TiffTag)_window.UInt16(entry);
        int type = _window.UInt16(entry[2..]);
        int typeBytes = TiffEntry.TypeBytes(type);
        if (!Enum.IsDefined(tag) || typeBytes == 0)
        {
            return;
        }

        long count = _big ? Offset(_window.UInt64(entry[4..])) : _window.UInt32(entry[4..]);
        int inlineBytes = _big ? 8 : 4;
        long valueAt = count <= inlineBytes / typeBytes
            ? at + (_big ? 12 : 8)
            : _big ? Offset(_window.UInt64(entry[12..])) : _window.UInt32(entry[8..]);
        entries.Add(new TiffEntry(tag, type, count, valueAt));
    }

    private static long Offset(ulong value) => (long)Math.Min(value, long.MaxValue);
}

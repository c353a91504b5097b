namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>What has to be read for the planes <see cref="FirstZ"/> .. + <see cref="Depth"/> of a channel, in file order.</summary>
internal sealed class DecodingPlan
{
    /// <summary>Long runs are read in pieces of this size, between which cancelling is noticed.</summary>
    private const int LargestRunBytes = 16 << 20;

    /// <summary>Coded segments are read together up to this size, and over gaps as small as a directory.</summary>
    private const int TogetherBytes = 128 << 10;
    private const int LargestGapBytes = 2048;

    private readonly long _rowBytes;
    private readonly int _height;

    public DecodingPlan(ChannelLayout layout, int firstZ, int depth)
    {
        FirstZ = firstZ;
        Depth = depth;
        _height = layout.Channel.Shape.Height;
        _rowBytes = layout.Sample.RowBytes(layout.Channel.Shape.Width);
        foreach (StackPart part in layout.Parts)
        {
            if (part.Z < firstZ + depth && part.Z + part.Slices > firstZ)
            {
                Add(part);
            }
        }
    }

    public int FirstZ { get; }

    public int Depth { get; }

    public List<RawRun> Raw { get; } = [];

    public List<SegmentRun> Coded { get; } = [];

    private void Add(StackPart part)
    {
        int first = Math.Max(part.Z, FirstZ);
        int end = Math.Min(part.Z + part.Slices, FirstZ + Depth);
        if (part.RawOffset is long offset)
        {
            AddRaw(
                offset + ((first - part.Z) * part.Page.SliceBytes),
                (long)(first - FirstZ) * _height,
                (long)(end - first) * _height);
            return;
        }

        TiffPage page = part.Page;
        bool plainStrips = page.Compression == TiffCompression.None && !page.IsTiled && !page.LowestBitFirst;
        int perLayer = page.Across * page.Down;
        int firstLayer = (part.FirstSlice + first - part.Z) / page.Segment.Depth;
        int lastLayer = (part.FirstSlice + end - 1 - part.Z) / page.Segment.Depth;
        for (int i = firstLayer * perLayer; i < (lastLayer + 1) * perLayer; i++)
        {
            if (plainStrips)
            {
                VolumeShape origin = page.Origin(i);
                int z = part.Z + origin.Depth - part.FirstSlice - FirstZ;
                AddRaw(page.Offsets[i], ((long)z * _height) + origin.Height, page.Stored(i).Height);
            }
            else
            {
                AddCoded(part, i);
            }
        }
    }

    private void AddRaw(long offset, long row, long rows)
    {
        if (Raw.Count > 0 && Raw[^1] is var last
            && last.Offset + (last.Rows * _rowBytes) == offset && last.FirstRow + last.Rows == row
            && (last.Rows + rows) * _rowBytes <= LargestRunBytes)
        {
            Raw[^1] = last with { Rows = last.Rows + rows };
            return;
        }

        long mostRows = Math.Max(1, LargestRunBytes / _rowBytes);
        while (rows > 0)
        {
            long piece = Math.Min(rows, mostRows);
            Raw.Add(new RawRun(offset, row, piece));
            offset += piece * _rowBytes;
            row += piece;
            rows -= piece;
        }
    }

    private void AddCoded(StackPart part, int segment)
    {
        long offset = part.Page.Offsets[segment];
        int bytes = UsefulBytes(part.Page, segment);
        if (Coded.Count > 0 && Coded[^1] is var last && ReferenceEquals(last.Part.Page, part.Page)
            && last.First + last.Count == segment && offset >= last.Offset + last.Bytes
            && offset <= last.Offset + last.Bytes + LargestGapBytes
            && offset + bytes - last.Offset <= TogetherBytes)
        {
            Coded[^1] = last with { Count = last.Count + 1, Bytes = (int)(offset + bytes - last.Offset) };
            return;
        }

        Coded.Add(new SegmentRun(part, segment, 1, offset, bytes));
    }

    /// <summary>A codec's output is never much longer than its input: what a file claims beyond is not read.</summary>
    public static int UsefulBytes(TiffPage page, int segment) =>
        (int)Math.Min(page.ByteCounts[segment], Math.Min((page.StoredBytes(segment) * 2) + (1 << 20), Array.MaxLength));
}

/// <summary>Rows of plain numbers that lie together both in the file and in the wanted volume (rows of all planes).</summary>
internal readonly record struct RawRun(long Offset, long FirstRow, long Rows);

/// <summary>Coded segments of one page that lie close together in the file: <see cref="Bytes"/> from <see cref="Offset"/> on, read at once.</summary>
internal readonly record struct SegmentRun(StackPart Part, int First, int Count, long Offset, int Bytes);

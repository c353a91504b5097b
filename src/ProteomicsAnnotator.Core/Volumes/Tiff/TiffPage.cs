namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// The checked layout of one directory's image: <see cref="Depth"/> slices (1 unless the file uses ImageDepth), cut
/// into segments. A segment is a tile, or a strip of full width within one slice; segments are stored X first, then Y,
/// then Z. Every segment lies within the file.
/// </summary>
internal sealed record TiffPage
{
    public required int Index { get; init; }

    public required VolumeShape Shape { get; init; }

    public required StoredSample Sample { get; init; }

    public required TiffCompression Compression { get; init; }

    /// <summary>1 none, 2 horizontal, 3 floating point.</summary>
    public required int Predictor { get; init; }

    public required bool BigEndian { get; init; }

    /// <summary>FillOrder 2: the lowest bit of a byte comes first.</summary>
    public required bool LowestBitFirst { get; init; }

    public required bool IsTiled { get; init; }

    /// <summary>Extent of a whole segment; edge tiles are stored whole, the last strip of a slice is cut.</summary>
    public required VolumeShape Segment { get; init; }

    public long[] Offsets { get; init; } = [];

    public long[] ByteCounts { get; init; } = [];

    /// <summary>Uncompressed, and the file says of a segment that it is shorter than what it holds.</summary>
    public bool HasShortCounts { get; init; }

    public byte[]? JpegTables { get; init; }

    public int Depth => Shape.Depth;

    public int Across => (int)(((long)Shape.Width + Segment.Width - 1) / Segment.Width);

    public int Down => (int)(((long)Shape.Height + Segment.Height - 1) / Segment.Height);

    public int Deep => (int)(((long)Shape.Depth + Segment.Depth - 1) / Segment.Depth);

    public long SliceBytes => Sample.RowBytes(Shape.Width) * Shape.Height;

    /// <summary>First voxel of a segment, axis order (Z, Y, X).</summary>
    public VolumeShape Origin(int segment) => new(
        segment / (Across * Down) * Segment.Depth,
        segment / Across % Down * Segment.Height,
        segment % Across * Segment.Width);

    /// <summary>What a segment holds once decoded: for tiles the whole tile, for strips the rows that exist.</summary>
    public VolumeShape Stored(int segment) => IsTiled
        ? Segment
        : Segment with { Height = Math.Min(Segment.Height, Shape.Height - Origin(segment).Height) };

    public long StoredBytes(int segment)
    {
        VolumeShape stored = Stored(segment);
        return Sample.RowBytes(stored.Width) * stored.Height * stored.Depth;
    }

    /// <summary>Where the slices lie as one piece in the file, or null when they are coded, tiled or scattered.</summary>
    public long? ContiguousOffset()
    {
        if (Compression != TiffCompression.None || IsTiled || LowestBitFirst || Predictor != 1)
        {
            return null;
        }

        long next = Offsets[0];
        for (int i = 0; i < Offsets.Length; i++)
        {
            if (Offsets[i] != next)
            {
                return null;
            }

            next += StoredBytes(i);
        }

        return Offsets[0];
    }
}

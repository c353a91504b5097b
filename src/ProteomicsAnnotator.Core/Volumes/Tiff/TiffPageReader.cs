namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Turns a directory into a <see cref="TiffPage"/> and refuses what is not one sample per pixel, not a known codec or
/// number type, or points outside the file. Takes no memory that the file's own length does not justify.
/// </summary>
internal sealed class TiffPageReader
{
    private const int MostSegments = 1 << 26;
    private const long LargestTileBytes = 64L << 20;
    private readonly TiffDirectory _directory;
    private readonly long _maxBytes;

    private TiffPageReader(TiffDirectory directory, long maxBytes)
    {
        _directory = directory;
        _maxBytes = maxBytes;
    }

    private TiffInput Input => _directory.Input;

    private string Page => $"Page {_directory.Index + 1}";

    public static TiffPage Read(TiffDirectory directory, long maxBytes) =>
        new TiffPageReader(directory, maxBytes).Read();

    private TiffPage Read()
    {
        VolumeShape shape = ReadShape();
        StoredSample sample = ReadSample();
        CheckSize(shape, sample);
        TiffCompression compression = ReadCompression(sample);
        bool tiled = _directory.Has(TiffTag.TileWidth) || _directory.Has(TiffTag.TileOffsets);
        var page = new TiffPage
        {
            Index = _directory.Index,
            Shape = shape,
            Sample = sample,
            Compression = compression,
            Predictor = ReadPredictor(compression, sample),
            BigEndian = _directory.BigEndian,
            LowestBitFirst = _directory.Integer(TiffTag.FillOrder, 1) == 2 && compression != TiffCompression.Jpeg,
            IsTiled = tiled,
            Segment = tiled ? ReadTile(sample) : ReadStrip(shape),
            JpegTables = _directory.RawBytes(TiffTag.JpegTables),
        };
        return WithSegments(page);
    }

    private VolumeShape ReadShape() => new(
        Extent(TiffTag.ImageDepth, 1), Extent(TiffTag.ImageLength, 0), Extent(TiffTag.ImageWidth, 0));

    private int Extent(TiffTag tag, long whenMissing)
    {
        long value = _directory.Integer(tag, whenMissing);
        return value is > 0 and <= int.MaxValue
            ? (int)value
            : throw Input.Corrupt($"{Page} has {tag} {value}, expected at least 1.");
    }

    private StoredSample ReadSample()
    {
        long samples = _directory.Integer(TiffTag.SamplesPerPixel, 1);
        if (samples != 1)
        {
            string layout = _directory.Integer(TiffTag.PlanarConfiguration, 1) == 2 ? "planar" : "contiguous";
            string colour = _directory.Integer(TiffTag.Photometric, 1) is 2 or 6 ? "RGB" : "multi-sample";
            throw Input.Unsupported(
                $"{Page} is a {layout} {colour} image with {samples} samples per pixel, expected 1.");
        }

        long bits = _directory.Integer(TiffTag.BitsPerSample, 1);
        long format = _directory.Integer(TiffTag.SampleFormat, 1);
        if (format is 5 or 6 || format > 6)
        {
            throw Input.Unsupported($"{Page} stores complex or unknown numbers (SampleFormat {format}).");
        }

        var kind = format switch
        {
            2 => SampleKind.Signed,
            3 => SampleKind.Float,
            _ => SampleKind.Unsigned,
        };
        var sample = new StoredSample(kind, (int)Math.Min(bits, int.MaxValue));
        return sample.IsSupported
            ? sample
            : throw Input.Unsupported(
                $"{Page} stores {sample.Name}; read are integers of 8, 16, 32 and 64 bits, packed ones below 16 bits, "
                + "and floats of 16, 32 and 64 bits.");
    }

    private void CheckSize(VolumeShape shape, StoredSample sample)
    {
        Int128 bytes = (Int128)shape.Width * shape.Height * shape.Depth * sample.Voxel.Bytes();
        if (bytes > _maxBytes)
        {
            throw new TiffException(
                Input.Path,
                ChannelFaultKind.TooLarge,
                $"{Page} claims {shape} (Z,Y,X) voxels, {bytes >> 20} MiB; the limit is {_maxBytes >> 20} MiB.");
        }
    }

    private TiffCompression ReadCompression(StoredSample sample)
    {
        long code = _directory.Integer(TiffTag.Compression, 1);
        if (!TiffCodecs.IsRead(code))
        {
            throw Input.Unsupported(
                $"{Page} is compressed with {TiffCodecs.Name(code)} (code {code}); read are none, PackBits, LZW, "
                + "Deflate, zstd, LZMA and 8-bit JPEG.");
        }

        var codec = (TiffCompression)code;
        return codec == TiffCompression.Jpeg && sample != new StoredSample(SampleKind.Unsigned, 8)
            ? throw Input.Unsupported($"{Page} is JPEG of {sample.Name}, expected uint8.")
            : codec;
    }

    private int ReadPredictor(TiffCompression codec, StoredSample sample)
    {
        long predictor = _directory.Integer(TiffTag.Predictor, 1);
        if (codec == TiffCompression.Jpeg)
        {
            return 1;
        }

        // Readers disagree on whether the tag counts without one of the codecs that TIFF defines it for.
        bool defined = codec is not (TiffCompression.None or TiffCompression.PackBits);
        bool fits = predictor switch
        {
            1 => true,
            _ when !defined => false,
            2 => sample.Bits is 8 or 16 or 32 or 64,
            3 => sample.Kind == SampleKind.Float,
            _ => false,
        };
        return fits
            ? (int)predictor
            : throw Input.Unsupported($"{Page} uses predictor {predictor} on {sample.Name} ({TiffCodecs.Name((int)codec)}).");
    }

    private VolumeShape ReadTile(StoredSample sample)
    {
        var tile = new VolumeShape(
            Extent(TiffTag.TileDepth, 1), Extent(TiffTag.TileLength, 0), Extent(TiffTag.TileWidth, 0));
        Int128 bytes = (Int128)sample.RowBytes(tile.Width) * tile.Height * tile.Depth;
        return bytes <= LargestTileBytes
            ? tile
            : throw Input.Unsupported(
                $"{Page} has tiles of {tile} (Z,Y,X) voxels, {bytes >> 20} MiB; at most "
                + $"{LargestTileBytes >> 20} MiB are read.");
    }

    private VolumeShape ReadStrip(VolumeShape shape)
    {
        long rows = _directory.Integer(TiffTag.RowsPerStrip, uint.MaxValue);
        return rows > 0
            ? new VolumeShape(1, (int)Math.Min(rows, shape.Height), shape.Width)
            : throw Input.Corrupt($"{Page} has 0 rows per strip, expected at least 1.");
    }

    private TiffPage WithSegments(TiffPage page)
    {
        bool tiles = _directory.Has(TiffTag.TileOffsets);
        TiffTag offsetTag = tiles ? TiffTag.TileOffsets : TiffTag.StripOffsets;
        TiffTag countTag = tiles ? TiffTag.TileByteCounts : TiffTag.StripByteCounts;
        Int128 segments = (Int128)page.Across * page.Down * page.Deep;
        if (_directory.Count(offsetTag) < segments || segments > MostSegments)
        {
            return AsOneStrip(page, offsetTag) ?? throw Input.Corrupt(
                $"{Page} has {_directory.Count(offsetTag)} {(page.IsTiled ? "tiles" : "strips")}, expected {segments}.");
        }

        long[] offsets = _directory.Integers(offsetTag, (int)segments);
        long[] counts = _directory.Has(countTag) || page.Compression != TiffCompression.None
            ? _directory.Integers(countTag, (int)segments)
            : [.. Enumerable.Range(0, (int)segments).Select(page.StoredBytes)];
        page = page with { Offsets = offsets, ByteCounts = counts };
        bool isShort = false;
        for (int i = 0; i < offsets.Length; i++)
        {
            isShort |= page.Compression == TiffCompression.None && counts[i] < page.StoredBytes(i);
            CheckSegment(page, i);
        }

        return page with { HasShortCounts = isShort };
    }

    /// <summary>Some writers store an uncompressed volume of ImageDepth slices as a single strip.</summary>
    private TiffPage? AsOneStrip(TiffPage page, TiffTag offsetTag)
    {
        long bytes = page.SliceBytes * page.Depth;
        if (page.IsTiled || page.Depth == 1 || page.Compression != TiffCompression.None
            || _directory.Count(offsetTag) != 1
            || _directory.Integer(TiffTag.StripByteCounts, bytes) is var count && count > 0 && count < bytes)
        {
            return null;
        }

        long start = _directory.Integer(offsetTag, 0);
        int slices = page.Depth;
        page = page with
        {
            Segment = page.Shape with { Depth = 1 },
            Offsets = [.. Enumerable.Range(0, slices).Select(z => start + (z * page.SliceBytes))],
            ByteCounts = [.. Enumerable.Repeat(page.SliceBytes, slices)],
        };
        CheckSegment(page, slices - 1);
        return page;
    }

    private void CheckSegment(TiffPage page, int i)
    {
        string segment = page.IsTiled ? "tile" : "strip";
        long offset = page.Offsets[i];
        long count = page.ByteCounts[i];
        long needed = page.StoredBytes(i);
        if (page.Compression == TiffCompression.None && offset > 0)
        {
            // What plain numbers take is known without the count, which some writers leave 0 or get wrong.
            page.ByteCounts[i] = count = needed;
        }

        if (offset <= 0 || count <= 0)
        {
            throw Input.Corrupt($"{Page}, {segment} {i + 1} was never written: offset {offset}, {count} bytes.");
        }

        if (offset > Input.Length - count)
        {
            throw Input.Corrupt(
                $"{Page}, {segment} {i + 1} reaches past the end of the file, which is cut short or damaged: "
                + $"it lies at byte {offset} with a length of {count}; the file has {Input.Length} bytes.");
        }

        if (count < (needed + TiffCodecs.LargestExpansion(page.Compression) - 1)
            / TiffCodecs.LargestExpansion(page.Compression))
        {
            throw Input.Corrupt(
                $"{Page}, {segment} {i + 1} has {count} bytes ({TiffCodecs.Name((int)page.Compression)}), "
                + $"which cannot hold the {needed} bytes expected.");
        }
    }
}

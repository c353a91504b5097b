using System.Buffers.Binary;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Writes a stack as a recipe says: an encoder of its own, so that reader and writer share no mistakes.</summary>
internal sealed class TiffEncoder : IDisposable
{
    private readonly TiffRecipe _recipe;
    private readonly MemoryStream _file = new();

    private TiffEncoder(TiffRecipe recipe)
    {
        _recipe = recipe;
    }

    /// <summary>Numbers are little-endian, Z, Y, X order.</summary>
    public static byte[] Encode(TiffRecipe recipe, byte[] numbers)
    {
        using var encoder = new TiffEncoder(recipe);
        return encoder.Encode(numbers);
    }

    public void Dispose() => _file.Dispose();

    private byte[] Encode(byte[] numbers)
    {
        Raw(_recipe.BigEndian ? "MM"u8 : "II"u8);
        Number(_recipe.BigTiff ? 43 : 42, 2);
        if (_recipe.BigTiff)
        {
            Number(8, 2);
            Number(0, 2);
        }

        int offsetBytes = _recipe.BigTiff ? 8 : 4;
        long link = _file.Position;
        Number(0, offsetBytes);
        int planeBytes = numbers.Length / _recipe.Depth;
        for (int z = 0; z < _recipe.Depth; z++)
        {
            List<(long Offset, long Bytes)> segments = WriteSegments(numbers.AsSpan(z * planeBytes, planeBytes));
            long directory = WriteDirectory(segments, out long nextLink);
            long end = _file.Position;
            _file.Position = link;
            Number(directory, offsetBytes);
            _file.Position = end;
            link = nextLink;
        }

        return _file.ToArray();
    }

    private List<(long Offset, long Bytes)> WriteSegments(ReadOnlySpan<byte> plane)
    {
        List<(long Offset, long Bytes)> segments = [];
        int width = _recipe.IsTiled ? _recipe.TileWidth : _recipe.Width;
        int height = _recipe.IsTiled ? _recipe.TileHeight : _recipe.RowsPerStrip;
        for (int y = 0; y < _recipe.Height; y += height)
        {
            for (int x = 0; x < _recipe.Width; x += width)
            {
                int rows = _recipe.IsTiled ? height : Math.Min(height, _recipe.Height - y);
                byte[] coded = SegmentEncoder.Encode(_recipe, Cut(plane, (y, x), (rows, width)), width);
                segments.Add((_file.Position, coded.Length));
                Raw(coded);
            }
        }

        return segments;
    }

    private byte[] Cut(ReadOnlySpan<byte> plane, (int Y, int X) start, (int Rows, int Width) size)
    {
        int bytes = _recipe.Bits / 8;
        byte[] cut = new byte[size.Rows * size.Width * bytes];
        for (int y = 0; y < Math.Min(size.Rows, _recipe.Height - start.Y); y++)
        {
            int count = Math.Min(size.Width, _recipe.Width - start.X) * bytes;
            plane.Slice((((start.Y + y) * _recipe.Width) + start.X) * bytes, count)
                .CopyTo(cut.AsSpan(y * size.Width * bytes));
        }

        return cut;
    }

    private long WriteDirectory(List<(long Offset, long Bytes)> segments, out long nextLink)
    {
        (long offsetsAt, long countsAt) = (0, 0);
        if (segments.Count > 1)
        {
            offsetsAt = Align();
            segments.ForEach(segment => Number(segment.Offset, 4));
            countsAt = Align();
            segments.ForEach(segment => Number(segment.Bytes, 4));
        }

        List<(int Tag, int Count, long Value)> tags =
        [
            (256, 1, _recipe.Width), (257, 1, _recipe.Height), (258, 1, _recipe.Bits),
            (259, 1, _recipe.CompressionCode), (262, 1, 1), (277, 1, 1), (317, 1, _recipe.Predictor),
            (339, 1, _recipe.SampleFormat),
            (_recipe.IsTiled ? 324 : 273, segments.Count, segments.Count > 1 ? offsetsAt : segments[0].Offset),
            (_recipe.IsTiled ? 325 : 279, segments.Count, segments.Count > 1 ? countsAt : segments[0].Bytes),
        ];
        tags.AddRange(_recipe.IsTiled
            ? [(322, 1, _recipe.TileWidth), (323, 1, _recipe.TileHeight)]
            : [(278, 1, _recipe.RowsPerStrip)]);
        tags.RemoveAll(tag => tag is { Tag: 317, Value: 1 });
        long directory = Align();
        Number(tags.Count, _recipe.BigTiff ? 8 : 2);
        foreach ((int tag, int count, long value) in tags.OrderBy(tag => tag.Tag))
        {
            // LONG values, except that an inline pair would fit into BigTIFF's eight bytes.
            bool inlinePair = _recipe.BigTiff && count == 2;
            Number(tag, 2);
            Number(4, 2);
            Number(count, _recipe.BigTiff ? 8 : 4);
            WriteValue(segments, tag, value, inlinePair);
        }

        nextLink = _file.Position;
        Number(0, _recipe.BigTiff ? 8 : 4);
        return directory;
    }

    private void WriteValue(List<(long Offset, long Bytes)> segments, int tag, long value, bool inlinePair)
    {
        if (inlinePair)
        {
            bool offsets = tag is 273 or 324;
            Number(offsets ? segments[0].Offset : segments[0].Bytes, 4);
            Number(offsets ? segments[1].Offset : segments[1].Bytes, 4);
        }
        else if (_recipe.BigTiff && (tag is not (273 or 324 or 279 or 325) || segments.Count == 1))
        {
            Number(value, 4);
            Number(0, 4);
        }
        else
        {
            Number(value, _recipe.BigTiff ? 8 : 4);
        }
    }

    private long Align()
    {
        if (_file.Position % 2 == 1)
        {
            _file.WriteByte(0);
        }

        return _file.Position;
    }

    private void Raw(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    private void Number(long value, int bytes)
    {
        Span<byte> eight = stackalloc byte[8];
        if (_recipe.BigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(eight, value);
            _file.Write(eight[^bytes..]);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(eight, value);
            _file.Write(eight[..bytes]);
        }
    }
}

using System.Buffers;
using ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>One thread's part of decoding: reads runs, decodes segments, writes voxels to their place.</summary>
internal sealed class DecodingWorker : IDisposable
{
    private const int ConversionBytes = 256 << 10;
    private readonly TiffInput _input;
    private readonly DecodingPlan _plan;
    private readonly byte[] _destination;
    private readonly StoredSample _sample;
    private readonly bool _swap;
    private readonly VolumeShape _shape;
    private readonly int _voxelBytes;
    private LzwCodec? _lzw;
    private XzCodec? _xz;
    private ZstdCodec? _zstd;
    private byte[] _stored = [];
    private byte[] _decoded = [];

    public DecodingWorker(TiffInput input, ChannelLayout layout, DecodingPlan plan, byte[] destination)
    {
        _input = input;
        _plan = plan;
        _destination = destination;
        _sample = layout.Sample;
        _swap = layout.BigEndian && !_sample.IsPacked;
        _shape = layout.Channel.Shape;
        _voxelBytes = layout.Channel.Type.Bytes();
    }

    public RoundingWatch? Watch { get; init; }

    public void Read(RawRun run)
    {
        int rowBytes = (int)_sample.RowBytes(_shape.Width);
        if (_sample.IsVoxel)
        {
            Span<byte> target = _destination.AsSpan(
                (int)(run.FirstRow * rowBytes), (int)(run.Rows * rowBytes));
            _input.Read(target, run.Offset);
            SwapIfNeeded(target);
            return;
        }

        int rowsAtOnce = Math.Max(1, ConversionBytes / rowBytes);
        for (long row = 0; row < run.Rows; row += rowsAtOnce)
        {
            int rows = (int)Math.Min(rowsAtOnce, run.Rows - row);
            Span<byte> piece = Grown(ref _decoded, rows * rowBytes);
            _input.Read(piece, run.Offset + (row * rowBytes));
            SwapIfNeeded(piece);
            for (int r = 0; r < rows; r++)
            {
                Convert(piece.Slice(r * rowBytes, rowBytes), run.FirstRow + row + r, 0, _shape.Width);
            }
        }
    }

    public void Decode(SegmentRun run, CancellationToken cancellationToken)
    {
        _ = Grown(ref _stored, run.Bytes);
        _input.Read(_stored.AsSpan(0, run.Bytes), run.Offset);
        if (run.Part.Page.LowestBitFirst)
        {
            SampleConversion.ReverseBits(_stored.AsSpan(0, run.Bytes));
        }

        for (int i = run.First; i < run.First + run.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TiffPage page = run.Part.Page;
            var bytes = new ArraySegment<byte>(
                _stored, (int)(page.Offsets[i] - run.Offset), DecodingPlan.UsefulBytes(page, i));
            DecodeSegment(run.Part, i, bytes);
        }
    }

    public void Dispose()
    {
        _zstd?.Dispose();
        Give(ref _stored);
        Give(ref _decoded);
    }

    private static void Give(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = [];
    }

    private static Span<byte> Grown(ref byte[] buffer, int size)
    {
        if (buffer.Length < size)
        {
            Give(ref buffer);
            buffer = ArrayPool<byte>.Shared.Rent(size);
        }

        return buffer.AsSpan(0, size);
    }

    private void Convert(ReadOnlySpan<byte> stored, long row, int x, int width)
    {
        SampleConversion.ToVoxels(stored, _sample, Row(row, x, width));
        Watch?.Look(stored, width, (row * _shape.Width) + x);
    }

    /// <summary>A part of one row of the wanted planes; rows are counted through all of them.</summary>
    private Span<byte> Row(long row, int x, int width) =>
        _destination.AsSpan((int)(((row * _shape.Width) + x) * _voxelBytes), width * _voxelBytes);

    private void SwapIfNeeded(Span<byte> numbers)
    {
        if (_swap)
        {
            SampleConversion.SwapBytes(numbers, _sample.Bits / 8);
        }
    }

    private void DecodeSegment(StackPart part, int segment, ArraySegment<byte> bytes)
    {
        TiffPage page = part.Page;
        VolumeShape origin = page.Origin(segment);
        VolumeShape stored = page.Stored(segment);
        int size = (int)page.StoredBytes(segment);
        bool inPlace = !page.IsTiled && _sample.IsVoxel && page.Compression != TiffCompression.Jpeg;
        Span<byte> target = inPlace
            ? _destination.AsSpan(
                (int)(RowOf(part, origin.Depth, origin.Height) * _shape.Width * _voxelBytes), size)
            : Grown(ref _decoded, size);
        Decompress(page, segment, bytes, target);
        UndoPredictor(page, stored, target);
        if (inPlace)
        {
            return;
        }

        int rowBytes = (int)_sample.RowBytes(stored.Width);
        int width = Math.Min(stored.Width, _shape.Width - origin.Width);
        int height = Math.Min(stored.Height, _shape.Height - origin.Height);
        for (int z = 0; z < stored.Depth; z++)
        {
            int wanted = part.Z + origin.Depth + z - part.FirstSlice;
            if (wanted < Math.Max(part.Z, _plan.FirstZ)
                || wanted >= Math.Min(part.Z + part.Slices, _plan.FirstZ + _plan.Depth))
            {
                continue;
            }

            long row = RowOf(part, origin.Depth + z, origin.Height);
            for (int y = 0; y < height; y++)
            {
                Convert(
                    target.Slice(((z * stored.Height) + y) * rowBytes, rowBytes), row + y, origin.Width, width);
            }
        }
    }

    private long RowOf(StackPart part, int slice, int y) =>
        ((long)(part.Z + slice - part.FirstSlice - _plan.FirstZ) * _shape.Height) + y;

    private void Decompress(TiffPage page, int segment, ArraySegment<byte> bytes, Span<byte> target)
    {
        string Where() => $"Page {page.Index + 1}, {(page.IsTiled ? "tile" : "strip")} {segment + 1}";
        if (page.Compression == TiffCompression.Jpeg && JpegFrame.Find(bytes)?.UnsupportedProcess is { } process)
        {
            throw _input.Unsupported($"{Where()} is {process} JPEG, which is not read.");
        }

        int produced;
        try
        {
            produced = page.Compression switch
            {
                TiffCompression.None => CopyPlain(bytes, target),
                TiffCompression.Deflate or TiffCompression.OldDeflate => DeflateCodec.Decode(bytes, target),
                TiffCompression.Lzw => (_lzw ??= new LzwCodec()).Decode(bytes, target),
                TiffCompression.PackBits => PackBitsCodec.Decode(bytes, target),
                TiffCompression.Lzma => (_xz ??= new XzCodec()).Decode(bytes, target),
                TiffCompression.Jpeg => JpegCodec.Decode(bytes, page.JpegTables, page.Stored(segment), _decoded),
                _ => (_zstd ??= new ZstdCodec()).Decode(bytes, target),
            };
        }
        catch (InvalidDataException e)
        {
            throw _input.Corrupt(
                $"{Where()}: the {TiffCodecs.Name((int)page.Compression)} data is broken ({e.Message}).", e);
        }

        if (produced < target.Length)
        {
            throw _input.Corrupt(
                $"{Where()}: the {TiffCodecs.Name((int)page.Compression)} data gives {produced} bytes, "
                + $"expected {target.Length}.");
        }
    }

    private static int CopyPlain(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        int count = Math.Min(bytes.Length, target.Length);
        bytes[..count].CopyTo(target);
        return count;
    }

    private void UndoPredictor(TiffPage page, VolumeShape stored, Span<byte> target)
    {
        if (page.Predictor != 3)
        {
            SwapIfNeeded(target);
        }

        if (page.Predictor == 1)
        {
            return;
        }

        int rowBytes = (int)_sample.RowBytes(stored.Width);
        byte[] scratch = page.Predictor == 3 ? ArrayPool<byte>.Shared.Rent(rowBytes) : [];
        for (int at = 0; at < target.Length; at += rowBytes)
        {
            Span<byte> row = target.Slice(at, rowBytes);
            if (page.Predictor == 2)
            {
                Predictor.UndoHorizontal(row, _sample.Bits);
            }
            else
            {
                Predictor.UndoFloatingPoint(row, _sample.Bits / 8, scratch);
            }
        }

        Give(ref scratch);
    }
}

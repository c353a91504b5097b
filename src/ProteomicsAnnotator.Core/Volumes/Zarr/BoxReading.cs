using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>One reading of a box: chunks are read and decoded on all cores, each straight into its part of the box.</summary>
internal sealed class BoxReading
{
    private const int MostOpenShards = 64;

    /// <summary>Of the shards that are open at once.</summary>
    private const long MostIndexBytes = 128L << 20;

    /// <summary>Chunks in work of one reading: large ones are decoded by fewer threads (of all readings: <see cref="DecodingMemory"/>).</summary>
    private const long MostBytesInWork = 512L << 20;
    private readonly StoreFolder _folder;
    private readonly ArrayMetadata _array;
    private readonly BoxWriter _writer;
    private readonly ChunkCache _cache;
    private readonly CancellationToken _cancellationToken;

    public BoxReading(StoreFolder folder, ArrayMetadata array, BoxWriter writer, ChunkCache cache, CancellationToken cancellationToken)
    {
        _folder = folder;
        _array = array;
        _writer = writer;
        _cache = cache;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What became of each chunk, in the order of the pieces.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public ChunkOutcome[] Read(IReadOnlyList<ChunkPiece> pieces)
    {
        var outcomes = new ChunkOutcome[pieces.Count];
        int first = 0;
        while (first < pieces.Count)
        {
            int end = _array.Sharding is null ? pieces.Count : EndOfShards(pieces, first);
            ReadTogether(pieces, first, end, outcomes);
            first = end;
        }

        return outcomes;
    }

    private int EndOfShards(IReadOnlyList<ChunkPiece> pieces, int first)
    {
        long most = Math.Clamp(MostIndexBytes / _array.Sharding!.IndexBytes(_array.FileChunk), 1, MostOpenShards);
        int shards = 1;
        int end = first + 1;
        while (end < pieces.Count && (pieces[end].Key == pieces[end - 1].Key || shards++ < most))
        {
            end++;
        }

        return end;
    }

    private void ReadTogether(IReadOnlyList<ChunkPiece> pieces, int first, int end, ChunkOutcome[] outcomes)
    {
        int most = (int)Math.Clamp(MostBytesInWork / _array.ChunkBytes, 1, Math.Min(end - first, Environment.ProcessorCount));
        int workers = DecodingMemory.Shared.TakeUpTo(most, MemoryOfAWorker, _cancellationToken);
        try
        {
            using var shards = new OpenShards(_folder, _array);
            if (end - first == 1)
            {
                using var alone = new Worker();
                outcomes[first] = ReadPiece(pieces[first], shards, alone);
                return;
            }

            Parallel.For(
                first,
                end,
                new ParallelOptions { CancellationToken = _cancellationToken, MaxDegreeOfParallelism = workers },
                () => new Worker(),
                (piece, _, worker) =>
                {
                    outcomes[piece] = ReadPiece(pieces[piece], shards, worker);
                    return worker;
                },
                worker => worker.Dispose());
        }
        finally
        {
            DecodingMemory.Shared.GiveBack(workers * MemoryOfAWorker);
        }
    }

    private ChunkOutcome ReadPiece(ChunkPiece piece, OpenShards shards, Worker worker)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Read(piece, shards, worker) ? ChunkOutcome.Read : Missing(piece);
        }
        catch (ZarrException fault)
        {
            return new ChunkOutcome(ChunkFault: ChannelFault.From(fault));
        }
        catch (StorageException fault)
        {
            return new ChunkOutcome(ChunkFault: ChannelFault.From(fault));
        }
    }

    private ChunkOutcome Missing(ChunkPiece piece)
    {
        _writer.Fill(piece.Range, _array.Fill);
        return ChunkOutcome.Missing;
    }

    /// <summary>False when there is no such chunk.</summary>
    private bool Read(ChunkPiece piece, OpenShards shards, Worker worker)
    {
        if (_array.Sharding is null)
        {
            using VolumeFile? file = _folder.TryOpen(piece.Key);
            if (file is null)
            {
                return false;
            }

            Decode(piece, file, 0, file.Length, worker);
            return true;
        }

        if (shards.Get(piece.Key) is not { } shard)
        {
            return false;
        }

        if (Find(shard, piece) is not { } place)
        {
            return false;
        }

        Decode(piece, shard.File, place.Offset, place.Length, worker);
        return true;
    }

    private (long Offset, int Length)? Find(ShardFile shard, ChunkPiece piece)
    {
        try
        {
            return shard.Find(piece.Inner);
        }
        catch (InvalidDataException e)
        {
            throw _folder.Corrupt(piece.Key, $"inner chunk {piece.Inner} with {e.Message}", "a range inside the shard", e);
        }
    }

    private void Decode(ChunkPiece piece, VolumeFile file, long offset, long length, Worker worker)
    {
        int bytes = _array.Type.Bytes;
        int size = (int)_array.ChunkBytes;
        (int from, int end) = (piece.First * bytes, piece.End * bytes);
        bool isPlain = _array.Encoding.Codecs.Count == 0;
        if (length == 0 || (isPlain && length != size) || length > ChunkDecoder.MostStored(size))
        {
            throw _folder.Corrupt(
                piece.Key, $"a {What(piece)} of {length} bytes", isPlain ? $"{size} bytes" : $"1 to {ChunkDecoder.MostStored(size)} bytes");
        }

        if (isPlain)
        {
            Span<byte> numbers = worker.Stored.Grown(end - from);
            StoredBytes.Read(file, _folder, piece.Key, numbers, offset + from);
            _writer.Write(piece.Range, numbers, worker.Row);
            return;
        }

        var place = new ChunkPlace(file.Path, file.Version, offset, length);
        if (_cache.Find(place) is { } kept)
        {
            _writer.Write(piece.Range, kept.Bytes.AsSpan(from, end - from), worker.Row);
            kept.Release();
            return;
        }

        ArraySegment<byte> stored = worker.Stored.Segment((int)length);
        StoredBytes.Read(file, _folder, piece.Key, stored, offset);
        if (_cache.IsWorthKeeping(place, end - from, size) && TryDecompressWhole(piece, stored, size, worker, out ReadOnlySpan<byte> all))
        {
            _cache.Keep(place, all);
            _writer.Write(piece.Range, all[from..end], worker.Row);
            return;
        }

        _writer.Write(piece.Range, Decompress(piece, stored, size, from, end, worker), worker.Row);
    }

    /// <summary>False: it is broken somewhere, which is no fault of a box that wants another part.</summary>
    private bool TryDecompressWhole(ChunkPiece piece, ArraySegment<byte> stored, int size, Worker worker, out ReadOnlySpan<byte> all)
    {
        try
        {
            all = Decompress(piece, stored, size, 0, size, worker);
            return true;
        }
        catch (ZarrException)
        {
            all = default;
            return false;
        }
    }

    private ReadOnlySpan<byte> Decompress(ChunkPiece piece, ArraySegment<byte> stored, int size, int from, int end, Worker worker)
    {
        try
        {
            return worker.Decoder.Decode(stored, _array.Encoding.Codecs, size, from, end).AsSpan(from, end - from);
        }
        catch (InvalidDataException e)
        {
            throw _folder.Corrupt(
                piece.Key, $"a {What(piece)} that is broken ({e.Message.TrimEnd('.')})", $"{size} bytes in {_array.Encoding.Name}", e);
        }
        catch (NotSupportedException e)
        {
            throw new ZarrException(
                _folder.Root, _folder.KeyOf(piece.Key), e.Message, $"{size} bytes in {_array.Encoding.Name}", ChannelFaultKind.Unsupported, e);
        }
    }

    private string What(ChunkPiece piece) => _array.Sharding is null ? "chunk" : $"shard with an inner chunk (number {piece.Inner})";

    /// <summary>A chunk as it is stored and as it is decoded.</summary>
    private long MemoryOfAWorker => 2 * _array.ChunkBytes;

    /// <summary>Memory of one thread.</summary>
    private sealed class Worker : IDisposable
    {
        public ScratchBuffer Stored { get; } = new();

        public ScratchBuffer Row { get; } = new();

        public ChunkDecoder Decoder { get; } = new();

        public void Dispose()
        {
            Stored.Dispose();
            Row.Dispose();
            Decoder.Dispose();
        }
    }
}

/// <summary>What became of a chunk: read, missing, or a fault.</summary>
internal readonly record struct ChunkOutcome(bool IsMissing = false, ChannelFault? ChunkFault = null)
{
    public static ChunkOutcome Read => default;

    public static ChunkOutcome Missing => new(IsMissing: true);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>An array of a store, opened: its metadata as it was then, and which of its axes are z, y and x.</summary>
internal sealed class LevelArray
{
    private const int MostEntries = 10_000;
    private readonly StoreFolder _folder;
    private readonly MetadataFile _file;
    private readonly ZarrLimits _limits;
    private volatile bool _separatorIsRight;

    public LevelArray(StoreNode node, AxisMap axes, ZarrLimits limits)
    {
        _folder = node.Folder;
        _file = node.File;
        Metadata = node.Array!;
        Axes = axes;
        _limits = limits;
        if (AxisMap.Extent(Metadata.Shape, axes.C) is var channels && channels > limits.MaxChannels)
        {
            throw new ZarrException(_folder.Root, $"{_file.Root.Key}, shape", $"{channels} channels", $"at most {limits.MaxChannels}", ChannelFaultKind.TooLarge);
        }
    }

    public ArrayMetadata Metadata { get; }

    public AxisMap Axes { get; }

    /// <summary>Of the file with the metadata.</summary>
    public FileVersion Version => _file.Version;

    public VolumeShape Shape => Axes.Shape(Metadata.Shape);

    /// <exception cref="ZarrException">The box is too large, or the store as a whole is broken.</exception>
    /// <exception cref="FileChangedException">The metadata is another one than when it was opened, or gone.</exception>
    public ZarrBox Read(VoxelBox box, int channel, int time, VolumeMetadata described, VoxelPool pool, CancellationToken cancellationToken)
    {
        var plan = new BoxPlan(Metadata, Axes, Checked(box), channel, time);
        if (plan.Count > _limits.MaxChunksOfBox)
        {
            throw TooLarge(box, $"{plan.Count} chunks", $"{_limits.MaxChunksOfBox} chunks");
        }

        if (Metadata.Encoding.Codecs.Count > 0 && plan.Count * Metadata.ChunkBytes is var decoded && decoded > _limits.MaxDecodedBytesOfBox)
        {
            throw TooLarge(box, $"chunks of {decoded} bytes together", $"{_limits.MaxDecodedBytesOfBox} bytes");
        }

        ThrowIfChanged();
        VoxelType type = Metadata.Type.Sample.Voxel;
        VoxelBuffer buffer = pool.Rent((int)(box.Shape.Voxels * type.Bytes()));
        try
        {
            buffer.Bytes.AsSpan().Clear();
            RoundingWatch? watch = RoundingWatch.Of(Metadata.Type.Sample);
            var writer = new BoxWriter(buffer.Bytes, box.Shape, Metadata, plan, watch);
            IReadOnlyList<ChunkPiece> pieces = plan.Pieces();
            ChunkOutcome[] outcomes = ReadTwice(new BoxReading(_folder, Metadata, writer, _limits.Cache, cancellationToken), pieces, cancellationToken);
            ThrowIfChanged();
            if (pieces.Count > 0 && outcomes.All(outcome => outcome.IsMissing))
            {
                ThrowIfOtherSeparator();
            }

            VolumeMetadata metadata = described with { Notice = StackPlan.Joined(described.Notice, watch?.Notice) };
            return BoxOf(box.Shape, type, metadata, buffer, plan.Inside, pieces, outcomes);
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    /// <summary>Size and time of the files that a box is read from, as a hash; another one when any of them was written again.</summary>
    public FileVersion Identity(VoxelBox box, int channel, int time)
    {
        var plan = new BoxPlan(Metadata, Axes, Checked(box), channel, time);
        if (plan.Count > _limits.MaxChunksOfBox)
        {
            throw TooLarge(box, $"{plan.Count} chunks", $"{_limits.MaxChunksOfBox} chunks");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string key in plan.Pieces().Select(piece => piece.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string version = FileVersion.Of(_folder.PathOf(key))?.ToString() ?? "none";
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_folder.KeyOf(key)} {version}\n")));
        }

        return Version with { Chunks = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16)) };
    }

    private VoxelBox Checked(VoxelBox box)
    {
        VolumeShape shape = box.Shape;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.Depth, Math.Min(shape.Height, shape.Width)), 1, nameof(box));
        double bytes = (double)shape.Depth * shape.Height * shape.Width * Metadata.Type.Sample.Voxel.Bytes();
        return bytes <= _limits.MaxBoxBytes ? box : throw TooLarge(box, $"{bytes:0} bytes", $"{_limits.MaxBoxBytes} bytes");
    }

    private ZarrException TooLarge(VoxelBox box, string found, string most) => new(
        _folder.Root, _file.Root.Key, $"a box of {box.Shape} voxels with {found}", $"at most {most}", ChannelFaultKind.TooLarge);

    private ChunkOutcome[] ReadTwice(BoxReading reading, IReadOnlyList<ChunkPiece> pieces, CancellationToken cancellationToken)
    {
        ChunkOutcome[] outcomes = reading.Read(pieces);
        int[] again = [.. Enumerable.Range(0, pieces.Count).Where(i => outcomes[i].ChunkFault is { Kind: ChannelFaultKind.Corrupt or ChannelFaultKind.Unreadable })];
        if (again.Length == 0 || _limits.RetryAfter == TimeSpan.Zero)
        {
            return outcomes;
        }

        _limits.Wait(_limits.RetryAfter, cancellationToken);
        ChunkOutcome[] second = reading.Read([.. again.Select(i => pieces[i])]);
        for (int i = 0; i < again.Length; i++)
        {
            outcomes[again[i]] = second[i];
        }

        return outcomes;
    }

    private ZarrBox BoxOf(
        VolumeShape shape, VoxelType type, VolumeMetadata metadata, VoxelBuffer buffer, BoxRange inside, IReadOnlyList<ChunkPiece> pieces, ChunkOutcome[] outcomes)
    {
        var missing = new List<BoxRange>();
        var faults = new List<ZarrChunkFault>();
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].IsMissing)
            {
                missing.Add(pieces[i].Range);
            }
            else if (outcomes[i].ChunkFault is { } fault)
            {
                faults.Add(new ZarrChunkFault(pieces[i].Range, _folder.KeyOf(pieces[i].Key), fault));
            }
        }

        var volume = new Volume(shape, type, metadata, buffer) { Coverage = new VolumeCoverage(inside, missing) };
        return new ZarrBox(volume, inside, missing, faults);
    }

    /// <summary>The metadata is another one than when it was opened, or gone.</summary>
    public bool IsChanged => FileVersion.Of(_file.Path) != Version;

    /// <summary>Also where a share went away under the program: then every chunk looks missing, and the metadata too.</summary>
    private void ThrowIfChanged()
    {
        if (IsChanged)
        {
            throw new FileChangedException(_file.Path);
        }
    }

    /// <summary>Writers put chunks at 0/0 and leave the separator of the metadata at its default "."; all would be missing.</summary>
    private void ThrowIfOtherSeparator()
    {
        if (_separatorIsRight)
        {
            return;
        }

        ChunkKeys keys = Metadata.Keys;
        string? other = null;
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(_folder.FullPath).Take(MostEntries))
            {
                string name = Path.GetFileName(path);
                if (keys.IsOf(name, Metadata.Rank))
                {
                    _separatorIsRight = true;
                    return;
                }

                bool isOther = keys.Other.IsOf(name, Metadata.Rank) && Directory.Exists(path) == (keys.Other.Separator == '/');
                other ??= isOther ? name : null;
            }
        }
        catch (Exception e) when (StorageFault.IsFileError(e))
        {
            throw StorageException.From(_folder.FullPath, e);
        }

        if (other is not null)
        {
            throw new ZarrException(
                _folder.Root,
                _file.Root.Key,
                $"the separator \"{keys.Separator}\", and chunks under \"{other}\", which is the separator \"{keys.Other.Separator}\"",
                $"chunks such as \"{keys.Of(new int[Metadata.Rank])}\"",
                ChannelFaultKind.Corrupt);
        }
    }
}

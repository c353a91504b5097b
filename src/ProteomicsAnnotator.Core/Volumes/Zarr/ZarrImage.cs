using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Zarr.Images;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>
/// An image in a Zarr store of version 2 or 3: OME-Zarr 0.1 to 0.5, or a single array. Its metadata is read once; no file
/// stays open. A box fails with <see cref="FileChangedException"/> when the metadata is no longer the one described.
/// </summary>
public sealed class ZarrImage
{
    private readonly StoreNode _node;
    private readonly IReadOnlyList<LevelArray> _arrays;

    private ZarrImage(StoreNode node, IReadOnlyList<LevelArray> arrays, IReadOnlyList<ZarrLevel> levels)
    {
        Path = node.Folder.Root;
        _node = node;
        _arrays = arrays;
        Levels = levels;
        (ArrayMetadata array, AxisMap axes) = (arrays[0].Metadata, arrays[0].Axes);
        Times = AxisMap.Extent(array.Shape, axes.T);
        Channels = OmeroChannels.Of(ImageFinder.OmeOf(node)["omero"], AxisMap.Extent(array.Shape, axes.C), array.Type);
    }

    /// <summary>The store's folder.</summary>
    public string Path { get; }

    /// <summary>The finest first; all have the same channels and times.</summary>
    public IReadOnlyList<ZarrLevel> Levels { get; }

    public IReadOnlyList<ZarrChannel> Channels { get; }

    /// <summary>Length of the axis t; 1 where there is none.</summary>
    public int Times { get; }

    /// <param name="path">The folder of the store, or of an image or array in one.</param>
    /// <param name="limits">Null: the usual ones.</param>
    /// <exception cref="ZarrException">It is no store that is read.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    /// <exception cref="FileChangedException">Its metadata got shorter while it was read: open it again.</exception>
    public static ZarrImage Open(string path, ZarrLimits? limits = null)
    {
        limits ??= new ZarrLimits();
        StoreNode node = ImageFinder.Find(StoreFolder.Of(path), limits);
        if (node.Array is not null)
        {
            ImageAxes axes = ImageAxes.OfArray(node);
            axes.ThrowIfNotOf(node);
            var array = new LevelArray(node, axes.Map, limits);
            return new ZarrImage(node, [array], [LevelOf(node, array, axes, LevelTransform.None(axes.Rank), null)]);
        }

        Multiscales image = Multiscales.Read(ImageFinder.OmeOf(node));
        (StoreNode Node, LevelArray Array)[] arrays = [.. image.Levels.Select(level => OpenLevel(node, level.Path, image.Axes, limits))];
        ThrowIfUnlike([.. arrays.Select(array => array.Node)], image.Axes.Map);
        LevelTransform[] transforms = [.. arrays.Select((array, i) => TransformOf(image, i, array.Array, arrays[0].Array))];
        string? notice = StackPlan.Joined(image.Notice, LevelOverlap.NoticeOf(transforms, [.. arrays.Select(array => array.Array.Metadata.Shape)], image.Axes));
        return new ZarrImage(
            node,
            [.. arrays.Select(array => array.Array)],
            [.. arrays.Select((array, i) => LevelOf(array.Node, array.Array, image.Axes, transforms[i], notice))]);
    }

    /// <summary>Reads a box of one channel on all cores, touching only the chunks, of shards only the ranges, that it needs.</summary>
    /// <param name="level">Index into <see cref="Levels"/>.</param>
    /// <param name="box">In voxels of the level; it may lie outside of it, in part or as a whole.</param>
    /// <param name="channel">Index into <see cref="Channels"/>.</param>
    /// <param name="time">Below <see cref="Times"/>.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="ZarrException">The box is larger than the limits, or no chunk lies where the metadata says.</exception>
    /// <exception cref="FileChangedException">The metadata changed, or is gone: open the store again.</exception>
    public ZarrBox ReadBox(int level, VoxelBox box, int channel = 0, int time = 0, CancellationToken cancellationToken = default) =>
        ReadBox(level, box, channel, time, VoxelPool.Shared, cancellationToken);

    internal ZarrBox ReadBox(int level, VoxelBox box, int channel, int time, VoxelPool pool, CancellationToken cancellationToken)
    {
        ThrowIfOutside(channel, time);
        return _arrays[level].Read(box, channel, time, Levels[level].Metadata, pool, cancellationToken);
    }

    /// <summary>
    /// What the voxels of a box are known by: size and time of the array's metadata, and a hash of those of the files that
    /// hold the box's chunks. Another one when any of them was written again; nothing is decoded.
    /// </summary>
    /// <exception cref="ZarrException">The box is larger than the limits.</exception>
    public FileVersion IdentityOf(int level, VoxelBox box, int channel = 0, int time = 0)
    {
        ThrowIfOutside(channel, time);
        return _arrays[level].Identity(box, channel, time);
    }

    /// <summary>False: the metadata of the image or of this level is another one than when it was opened, or gone.</summary>
    public bool IsCurrent(int level) => !_arrays[level].IsChanged && FileVersion.Of(_node.File.Path) == _node.File.Version;

    private void ThrowIfOutside(int channel, int time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(time, Times);
    }

    private static (StoreNode Node, LevelArray Array) OpenLevel(StoreNode image, MetadataNode path, ImageAxes axes, ZarrLimits limits)
    {
        string name = path.Text ?? throw path.Refused("the path of an array");
        StoreNode node = StoreNode.Open(image.Folder.Below(name, path.Key), limits);
        if (node.Array is null)
        {
            throw new ZarrException(image.Folder.Root, node.File.Root.Key, "a group", $"the array that {path.Key} names", ChannelFaultKind.Corrupt);
        }

        axes.ThrowIfNotOf(node);
        return (node, new LevelArray(node, axes.Map, limits));
    }

    private static void ThrowIfUnlike(StoreNode[] levels, AxisMap axes)
    {
        foreach (StoreNode level in levels.Skip(1))
        {
            foreach ((string name, int axis) in new[] { ("channels", axes.C), ("times", axes.T) })
            {
                (int found, int expected) = (AxisMap.Extent(level.Array!.Shape, axis), AxisMap.Extent(levels[0].Array!.Shape, axis));
                if (found != expected)
                {
                    throw new ZarrException(
                        level.Folder.Root, level.File.Root.Key, $"{found} {name}", $"{expected}, as the finest level has", ChannelFaultKind.Corrupt);
                }
            }
        }
    }

    /// <summary>Where levels do not say how large their voxels are, they cover the same space.</summary>
    private static LevelTransform TransformOf(Multiscales image, int level, LevelArray array, LevelArray finest) => image.HasScales
        ? image.Levels[level].Transform
        : image.Levels[level].Transform with
        {
            Scale = [.. finest.Metadata.Shape.Zip(array.Metadata.Shape, (all, own) => (double)all / own)],
        };

    private static ZarrLevel LevelOf(StoreNode node, LevelArray array, ImageAxes axes, LevelTransform transform, string? notice)
    {
        AxisMap map = axes.Map;
        AxisTransform Along(int axis) => axis < 0 ? new(1, 0, null) : new(transform.Scale[axis], transform.Translation[axis], axes.Micrometres[axis]);
        (AxisTransform z, AxisTransform y, AxisTransform x) = (Along(map.Z), Along(map.Y), Along(map.X));
        bool isKnown = y.ScaleUm is not null && x.ScaleUm is not null && (map.Z < 0 || z.ScaleUm is not null);
        return new ZarrLevel
        {
            Name = node.Folder.Name,
            Shape = array.Shape,
            Chunk = map.Shape(array.Metadata.Chunk),
            Type = array.Metadata.Type.Sample.Voxel,
            Version = array.Version,
            Metadata = new VolumeMetadata
            {
                StoredType = array.Metadata.Type.Name,
                Codec = array.Metadata.Encoding.Name,
                VoxelSizeUm = isKnown ? new VoxelSize(z.ScaleUm, y.ScaleUm!.Value, x.ScaleUm!.Value) : null,
                Notice = notice,
            },
            Z = z,
            Y = y,
            X = x,
        };
    }
}

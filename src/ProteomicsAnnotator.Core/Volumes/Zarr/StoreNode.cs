using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A folder of a store as its own metadata describes it. Consolidated metadata is not read: it goes stale.</summary>
/// <param name="Folder">It.</param>
/// <param name="File">The metadata of an array, of a group the file with its attributes, whose version tells a new scale, else the one that makes it a group.</param>
/// <param name="Attributes">May not exist.</param>
/// <param name="Array">Null for a group.</param>
internal sealed record StoreNode(StoreFolder Folder, MetadataFile File, MetadataNode Attributes, ArrayMetadata? Array)
{
    private const string AttributesV2 = ".zattrs";
    private const string GroupV2 = ".zgroup";

    /// <exception cref="ZarrException">It is none, or one that is not read.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    public static StoreNode Open(StoreFolder folder, ZarrLimits limits)
    {
        if (MetadataFile.TryRead(folder, ArrayV3.FileName) is { } file)
        {
            return OpenV3(folder, file, limits);
        }

        if (MetadataFile.TryRead(folder, ArrayV2.FileName) is { } array)
        {
            MetadataNode attributes = ForeignAttributes(folder);
            return new StoreNode(folder, array, attributes, ArrayV2.Read(array.Root, attributes, limits));
        }

        return OpenGroupV2(folder)
            ?? throw new ZarrException(
                folder.Root, folder.Name.Length == 0 ? "." : folder.Name, "no metadata of Zarr", "zarr.json, .zarray or .zgroup", ChannelFaultKind.Unsupported);
    }

    /// <summary>Some writers leave <c>.zgroup</c> out.</summary>
    private static StoreNode? OpenGroupV2(StoreFolder folder)
    {
        MetadataFile? group = MetadataFile.TryRead(folder, GroupV2);
        if (group is not null && group.Root["zarr_format"].Number != 2)
        {
            throw group.Root["zarr_format"].Refused("2");
        }

        if (MetadataFile.TryRead(folder, AttributesV2) is { } attributes)
        {
            return new StoreNode(folder, attributes, attributes.Root, null);
        }

        return group is null ? null : new StoreNode(folder, group, default, null);
    }

    private static StoreNode OpenV3(StoreFolder folder, MetadataFile file, ZarrLimits limits)
    {
        MetadataNode root = file.Root;
        switch (root["node_type"].Text)
        {
            case "array":
                return new StoreNode(folder, file, root["attributes"], ArrayV3.Read(root, limits));
            case "group":
                ArrayV3.ThrowIfUnknown(root);
                return new StoreNode(folder, file, root["attributes"], null);
            default:
                throw root["node_type"].Refused("\"array\" or \"group\"");
        }
    }

    /// <summary>Of an array only names of axes are taken from there: what is broken in it costs no picture.</summary>
    private static MetadataNode ForeignAttributes(StoreFolder folder)
    {
        try
        {
            return MetadataFile.TryRead(folder, AttributesV2)?.Root ?? default;
        }
        catch (ZarrException)
        {
            return default;
        }
    }
}

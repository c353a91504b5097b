using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>Finds the one image, or array, of a store.</summary>
internal static class ImageFinder
{
    private const int MostSeries = 1000;
    private const string Layout = "bioformats2raw.layout";

    /// <summary>An array, or a group with <c>multiscales</c>.</summary>
    /// <exception cref="ZarrException">There is none, or more than one.</exception>
    public static StoreNode Find(StoreFolder folder, ZarrLimits limits)
    {
        StoreNode node = StoreNode.Open(folder, limits);
        MetadataNode ome = OmeOf(node);
        if (node.Array is not null)
        {
            return node;
        }

        ThrowIf(node, ome["image-label"], "a label image");
        if (ome["multiscales"].Exists)
        {
            return node;
        }

        ThrowIf(node, ome["plate"], "a plate");
        ThrowIf(node, ome["well"], "a well of a plate");
        ThrowIf(node, ome["labels"], "a list of label images");
        if (ome[Layout].Exists || node.Attributes[Layout].Exists)
        {
            return OnlySeries(folder, limits);
        }

        throw new ZarrException(
            folder.Root, node.File.Root.Key, "a group without multiscales", "an image (OME-Zarr), or the folder of an array", ChannelFaultKind.Unsupported);
    }

    /// <summary>Since 0.5 all of it is a member of the attributes.</summary>
    public static MetadataNode OmeOf(StoreNode node) => node.Attributes["ome"].IsObject ? node.Attributes["ome"] : node.Attributes;

    private static void ThrowIf(StoreNode node, MetadataNode member, string what)
    {
        if (member.Exists)
        {
            throw new ZarrException(node.Folder.Root, member.Key, what, "an image", ChannelFaultKind.Unsupported);
        }
    }

    /// <summary>bioformats2raw puts images into 0, 1, ... and lists them in <c>OME</c>.</summary>
    private static StoreNode OnlySeries(StoreFolder folder, ZarrLimits limits)
    {
        IReadOnlyList<MetadataNode> listed = Listed(folder, limits);
        if (listed.Count > 1)
        {
            string names = string.Join(", ", listed.Take(20).Select(item => item.Text ?? "?"));
            throw new ZarrException(
                folder.Root, listed[0].File, $"{listed.Count} images ({names}{(listed.Count > 20 ? ", …" : "")})", $"the path of one of them, {Path.GetFileName(folder.Root)}/{listed[0].Text}", ChannelFaultKind.Unsupported);
        }

        StoreFolder series = listed.Count == 0
            ? folder.Below("0", Layout)
            : folder.Below(listed[0].Text ?? throw listed[0].Refused("the path of an image"), listed[0].Key);
        StoreNode node = StoreNode.Open(series, limits);
        return OmeOf(node)["multiscales"].Exists
            ? node
            : throw new ZarrException(folder.Root, node.File.Root.Key, "a series without multiscales", "an image", ChannelFaultKind.Unsupported);
    }

    private static IReadOnlyList<MetadataNode> Listed(StoreFolder folder, ZarrLimits limits)
    {
        StoreFolder ome = folder.Below("OME", Layout);
        if (!Directory.Exists(ome.FullPath))
        {
            return Directory.Exists(folder.Below("1", Layout).FullPath)
                ? throw new ZarrException(
                    folder.Root, Layout, "the images 0, 1 and perhaps more", $"the path of one of them, {Path.GetFileName(folder.Root)}/0", ChannelFaultKind.Unsupported)
                : [];
        }

        return [.. OmeOf(StoreNode.Open(ome, limits))["series"].Items().Take(MostSeries)];
    }
}

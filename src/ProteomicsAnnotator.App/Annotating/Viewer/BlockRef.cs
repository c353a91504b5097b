using System.Globalization;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of BlockRef in src/viewer/src/page/contract.ts. Positions and sizes are (z, y, x).</summary>
public sealed record BlockRef(
    string Root,
    string Id,
    string Folder,
    string SliceUrl,
    IReadOnlyList<ChannelRef> Channels,
    IReadOnlyList<MissingChannel> Missing,
    double[]? Focus,
    IReadOnlyList<double>? VoxelSizeUm,
    BlockPlace? Place,
    BlockWords Words)
{
    /// <param name="root">The open data root the block belongs to.</param>
    /// <param name="block">As listed: one channel per file.</param>
    /// <param name="opened">As the headers of its files describe it; null before they are read.</param>
    /// <param name="voxelSizeUm">The campaign's, for files without one.</param>
    /// <param name="words">What the header says of it.</param>
    public static BlockRef Of(
        OpenRoot root, Block block, BlockDescription? opened, IReadOnlyList<double>? voxelSizeUm, BlockWords words)
    {
        IEnumerable<(string Name, string File)> listed = opened is null
            ? block.Channels.Select(file => (file.Name, file.FileName))
            : opened.Channels.Select(channel => (channel.Name, channel.FileName));
        var blind = BlindNames.Of(block);
        var bearers = new Dictionary<string, int>(StringComparer.Ordinal);
        var channels = new List<ChannelRef>();
        foreach ((string own, string file) in listed)
        {
            string name = blind?.Channel(channels.Count, own) ?? own;
            int bearer = bearers[name] = bearers.GetValueOrDefault(name) + 1;
            string key = bearer == 1 ? name : $"{name} ({bearer})";
            channels.Add(new ChannelRef(channels.Count, name, key, blind is null ? file : BlindNames.File(channels.Count), UrlOf(root, block.Id, $"{channels.Count}")));
        }

        double[]? focus = block.Focus is { } point ? [point.Z, point.Y, point.X] : null;
        return new BlockRef(root.Id, block.Id.Value, block.IsBlind ? "" : block.Folder, SliceUrlOf(root, block.Id), channels, opened is null ? block.Missing : [], focus, voxelSizeUm, block.IsBlind ? null : BlockPlace.Of(block.Point), words);
    }

    /// <summary>One slice of every channel: where a block's first picture comes from.</summary>
    public static string SliceUrlOf(OpenRoot root, BlockId block) => UrlOf(root, block, "all");

    private static string UrlOf(OpenRoot root, BlockId block, string channel)
    {
        string path = string.Join('/', block.Value.Split('/').Select(Uri.EscapeDataString));
        string query = root.Id == OpenRoots.ConfiguredId ? "" : $"?root={root.Id}";
        return $"/api/volumes/{channel}/{path}{query}";
    }
}

/// <summary>Twin of BlockPlace in src/viewer/src/page/blockPlace.ts.</summary>
/// <param name="Text">Where the point lies, in words.</param>
/// <param name="HasLink">There is a link into Neuroglancer.</param>
public sealed record BlockPlace(string Text, bool HasLink)
{
    public static BlockPlace? Of(BlockPoint? point) => point is null ? null : new(
        string.Create(CultureInfo.InvariantCulture, $"z {point.Voxel.Z}, y {point.Voxel.Y}, x {point.Voxel.X}") + (point.Micrometres is { } um
            ? string.Create(CultureInfo.InvariantCulture, $" ({um.Z:0.###}, {um.Y:0.###}, {um.X:0.###} µm)")
            : ""),
        point.Grid.Neuroglancer is not null);
}

/// <summary>Twin of ChannelRef in src/viewer/src/page/contract.ts.</summary>
/// <param name="Index">Position in the block: the {channel} of the volume URL.</param>
/// <param name="Name">As shown.</param>
/// <param name="Key">Unique within the block; display settings are kept by it.</param>
/// <param name="File">File name, without folder.</param>
/// <param name="Url">Where the voxels are; docs/volume-wire.md.</param>
public sealed record ChannelRef(int Index, string Name, string Key, string File, string Url);

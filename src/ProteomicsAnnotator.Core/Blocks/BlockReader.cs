using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>From folders to blocks, for a scan and for the search for one block.</summary>
internal sealed class BlockReader(BlockNaming naming, IReadOnlyList<string> channelNames, ScanFindings findings)
{
    /// <summary>The block folders directly in a folder, in their order, with their focus points.</summary>
    public IEnumerable<BlockFolder> BlocksIn(Folder folder, FolderContent content)
    {
        List<string> names = [.. content.Folders.Select(entry => entry.Name).Where(BlockId.IsBlockName)];
        IReadOnlyList<FocusPoint?> points = content.HasPoints ? FocusPoints(folder.Path, names) : [];
        return names.Select((name, i) =>
            new BlockFolder(folder.Below(name), Path.Join(folder.Path, name), points.ElementAtOrDefault(i)));
    }

    /// <summary>The block as its folder's name tells it; null, and a finding, when that is no block's.</summary>
    public Block? List(BlockFolder folder)
    {
        if (naming.TryName(folder.RelativePath, out BlockName? name, out string? reason))
        {
            return new Block(name.Id, name.Key, folder.Path, []) { Focus = folder.Focus, IsRead = false };
        }

        findings.Add(new CatalogProblem(folder.Path, reason));
        return null;
    }

    /// <summary>Looks into the folder of a listed block. Null, and a finding, when it holds something else.</summary>
    public Block? Read(Block listed, CancellationToken cancellationToken)
    {
        FolderContent content = FolderContent.ReadBlock(listed.Folder, cancellationToken);
        if (content.ZarrMarker is { } marker)
        {
            findings.Add(new CatalogProblem(listed.Folder, ZarrWords(marker)));
            return null;
        }

        if (content.Fault is { } fault)
        {
            findings.Add(new CatalogProblem(listed.Folder, fault));
        }

        return listed with
        {
            IsRead = true,
            Channels = Channels(listed.Folder, content.Tiffs),
            Problem = content.Fault ?? (content.Tiffs.Count == 0 ? "No .tif or .tiff file in this folder." : null),
        };
    }

    public static string ZarrWords(string marker) => $"A Zarr store (it holds {marker}), not a folder of blocks; not looked into.";

    private IReadOnlyList<FocusPoint?> FocusPoints(string folder, List<string> names)
    {
        int blockCount = names.Count;
        if (names.Exists(BlockId.IsUuidName))
        {
            findings.Add(new CatalogProblem(
                Path.Join(folder, LocalPoints.FileName), "Blocks here are named by UUIDs, which have no order: no row can be told to belong to a block, so no focus point is used."));
            return [];
        }

        LocalPoints points = LocalPoints.Read(Path.Join(folder, LocalPoints.FileName));
        if (points.Problem is { } problem)
        {
            findings.Add(new CatalogProblem(points.Path, problem));
        }
        else if (points.Rows.Count != blockCount)
        {
            findings.Add(new CatalogProblem(
                points.Path, $"{Counted.Of(points.Rows.Count, "row")} for {Counted.Of(blockCount, "block")}; row i belongs to the i-th block."));
        }

        return points.Rows;
    }

    private ChannelFile[] Channels(string folder, List<string> files)
    {
        bool named = channelNames.Count == files.Count;
        var channels = new ChannelFile[files.Count];
        for (int i = 0; i < channels.Length; i++)
        {
            string name = named ? channelNames[i] : Path.GetFileNameWithoutExtension(files[i]);
            channels[i] = new ChannelFile(name, Path.Join(folder, files[i]));
        }

        return channels;
    }
}

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Looks for one block while a scan has not come to it yet: from the root down, folder by folder, by the names that are
/// really there. An id never becomes a path.
/// </summary>
internal static class BlockSearch
{
    /// <summary>Null when there is no such block, or a scan would not list it.</summary>
    public static Block? Find(
        string root, BlockNaming naming, IReadOnlyList<string> channelNames, BlockId id, CancellationToken cancellationToken)
    {
        if (naming.BelowRoot(id) is not { } path)
        {
            return null;
        }

        var reader = new BlockReader(naming, channelNames, new ScanFindings());
        var folder = Folder.Root(root);
        HashSet<FolderIdentity> above = folder.Above();
        string[] segments = path.Split('/');
        FolderContent content = FolderContent.Read(folder.Path, cancellationToken);
        foreach (string segment in segments[..^1])
        {
            FolderEntry[] alike = [.. content.Folders.Where(entry => UnicodeForm.ToNfc(entry.Name) == segment)];
            if (alike is not [FolderEntry only] || BlockId.IsBlockName(only.Name))
            {
                return null;
            }

            folder = folder.Child(only);
            if (folder.IsLink && (folder.IsLoop || above.Contains(folder.Identity) || IsFoundAnyway(root, folder)))
            {
                return null;
            }

            content = FolderContent.Read(folder.Path, cancellationToken);
        }

        BlockFolder? found = reader.BlocksIn(folder, content)
            .FirstOrDefault(block => block.RelativePath == folder.Below(segments[^1]));
        return found is not null && reader.List(found) is { } listed ? reader.Read(listed, cancellationToken) : null;
    }

    /// <summary>A link to a folder of the same root: the scan lists its blocks under the folder's own name, and only so.</summary>
    private static bool IsFoundAnyway(string root, Folder link)
    {
        string below = Path.GetRelativePath(RealPath.Of(root), RealPath.Of(link.Path));
        return !Path.IsPathRooted(below)
            && !below.Split(Path.DirectorySeparatorChar).Any(name => name.StartsWith('.') || BlockId.IsBlockName(name));
    }
}

/// <summary>A folder that is named like a block, before it is looked into.</summary>
internal sealed record BlockFolder(string RelativePath, string Path, FocusPoint? Focus);

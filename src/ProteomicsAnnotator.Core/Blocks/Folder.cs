using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder a scan came to that is no block, and the way it came.</summary>
internal sealed class Folder
{
    private volatile bool _holdsBlocks;

    private Folder(string relativePath, string path, string realPath, Folder? parent)
    {
        RelativePath = relativePath;
        Path = path;
        RealPath = realPath;
        Parent = parent;
        Identity = FolderIdentity.Of(path, realPath);
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>Below the scanned root with '/'; "" for the root itself.</summary>
    public string RelativePath { get; }

    public string Path { get; }

    public FolderIdentity Identity { get; }

    /// <summary>Folders between this one and the root.</summary>
    public int Depth { get; }

    /// <summary>It is a link itself.</summary>
    public bool IsLink { get; private init; }

    /// <summary>True when a link led here or to a folder above.</summary>
    public bool IsLinked => IsLink || Parent is { IsLinked: true };

    /// <summary>True when blocks lie directly in it or further down.</summary>
    public bool HoldsBlocks => _holdsBlocks;

    /// <summary>True when it leads to a folder that it lies in.</summary>
    public bool IsLoop
    {
        get
        {
            for (Folder? above = Parent; above is not null; above = above.Parent)
            {
                if (above.Identity == Identity)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public bool IsOnAnotherDevice => Parent is null || Parent.Identity.Device != Identity.Device;

    private string RealPath { get; }

    private Folder? Parent { get; }

    public static Folder Root(string path) => new("", path, Blocks.RealPath.Of(path), null);

    public Folder Child(FolderEntry entry)
    {
        string path = System.IO.Path.Join(Path, entry.Name);
        string realPath = entry.IsLink && !OperatingSystem.IsLinux()
            ? Blocks.RealPath.Of(path)
            : System.IO.Path.Join(RealPath, entry.Name);
        return new Folder(Below(entry.Name), path, realPath, this) { IsLink = entry.IsLink };
    }

    public string Below(string name) => RelativePath.Length == 0 ? name : RelativePath + "/" + name;

    /// <summary>The root's own identity and those of the folders that it lies in.</summary>
    public HashSet<FolderIdentity> Above()
    {
        HashSet<FolderIdentity> above = [];
        for (string? path = RealPath; !string.IsNullOrEmpty(path); path = System.IO.Path.GetDirectoryName(path))
        {
            above.Add(FolderIdentity.Of(path, path));
        }

        return above;
    }

    public void MarkHoldsBlocks()
    {
        for (Folder? folder = this; folder is { _holdsBlocks: false }; folder = folder.Parent)
        {
            folder._holdsBlocks = true;
        }
    }
}

/// <summary>
/// Which folder a path leads to, whatever links led there: device and inode where the system tells them, else the path
/// with its links followed.
/// </summary>
internal readonly record struct FolderIdentity(ulong Device, ulong Inode, string? RealPath)
{
    public static FolderIdentity Of(string path, string realPath) => NativeFiles.TryIdentify(path) is { } id
        ? new FolderIdentity(id.Device, id.Inode, null)
        : new FolderIdentity(0, 0, realPath);
}

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder a scan came to that is no block, and the way it came.</summary>
internal sealed class Folder(string relativePath, string path, string realPath, Folder? parent)
{
    private volatile bool _holdsBlocks;

    /// <summary>Below the scanned root with '/'; "" for the root itself.</summary>
    public string RelativePath { get; } = relativePath;

    public string Path { get; } = path;

    public string RealPath { get; } = realPath;

    /// <summary>True when a link led here or to a folder above.</summary>
    public bool IsLinked { get; init; }

    /// <summary>True when blocks lie directly in it or further down.</summary>
    public bool HoldsBlocks => _holdsBlocks;

    /// <summary>True when the folders above already went through the place it leads to.</summary>
    public bool IsLoop
    {
        get
        {
            for (Folder? above = IsLinked ? Parent : null; above is not null; above = above.Parent)
            {
                if (above.RealPath == RealPath)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private Folder? Parent { get; } = parent;

    public string Below(string name) => RelativePath.Length == 0 ? name : RelativePath + "/" + name;

    public void MarkHoldsBlocks()
    {
        for (Folder? folder = this; folder is { _holdsBlocks: false }; folder = folder.Parent)
        {
            folder._holdsBlocks = true;
        }
    }
}

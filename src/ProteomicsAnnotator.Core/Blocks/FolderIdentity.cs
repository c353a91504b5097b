using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

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

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>Which file a path leads to, under whatever name.</summary>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>Null when there is none, or the system does not say.</summary>
    public static FileIdentity? Of(string path) =>
        NativeFiles.TryIdentify(path) is { } found ? new FileIdentity(found.Device, found.Inode) : null;
}

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// What tells one state of a file from the next without reading it. <paramref name="Inode"/> is 0 where the system
/// has none to offer; a file replaced by a rename gets another one even within one tick of the clock.
/// </summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNs">Nanoseconds since 1970, the file server's clock.</param>
/// <param name="Inode">File number on its volume; on Windows what stands for it.</param>
public readonly record struct FileStamp(long Length, long ModifiedNs, ulong Inode)
{
    /// <summary>But for the number.</summary>
    public bool SaysTheSameAs(FileStamp other) => (Length, ModifiedNs) == (other.Length, other.ModifiedNs);

    public DateTimeOffset Modified => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNs / 100);
}

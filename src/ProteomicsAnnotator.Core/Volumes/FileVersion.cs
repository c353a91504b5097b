using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// A file's size and modification time (UTC ticks): what is compared to notice that it changed. Of a link, those of the
/// file that it leads to.
/// </summary>
public readonly record struct FileVersion(long Size, long MtimeTicks)
{
    /// <summary>Of a box of a store, whose metadata the size and time are of: a hash of those of its chunks; null: of a file.</summary>
    public string? Chunks { get; init; }

    /// <summary>Null when there is no such file, or none that can be looked at: whoever opens it learns why.</summary>
    public static FileVersion? Of(string path)
    {
        if (NativeFiles.TryStat(path) is { } stamp)
        {
            return Of(stamp);
        }

        try
        {
            var file = new FileInfo(path);
            return file switch
            {
                { Exists: false } => null,
                _ when file.Attributes.HasFlag(FileAttributes.ReparsePoint) => OfLink(path),
                _ => new FileVersion(file.Length, file.LastWriteTimeUtc.Ticks),
            };
        }
        catch (Exception e) when (StorageFault.IsFileError(e))
        {
            return null;
        }
    }

    /// <summary>Of an open file.</summary>
    public static FileVersion Of(SafeFileHandle file) => NativeFiles.TryStat(file) is { } stamp
        ? Of(stamp)
        : new FileVersion(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary><c>size-mtime</c>, of a box <c>size-mtime-chunks</c>, as in the ETag of a volume.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size}-{MtimeTicks}{(Chunks is null ? "" : "-")}{Chunks}");

    private static FileVersion Of(FileStamp stamp) => new(stamp.Length, stamp.Modified.Ticks);

    /// <summary>.NET tells a link's own size and time; the system follows links, also relative ones below linked folders.</summary>
    private static FileVersion OfLink(string path)
    {
        using SafeFileHandle file = RegularFile.OpenRead(path);
        return Of(file);
    }
}

using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A file's size and modification time (UTC ticks): what is compared to notice that it changed.</summary>
public readonly record struct FileVersion(long Size, long MtimeTicks)
{
    /// <summary>Null when there is no such file.</summary>
    public static FileVersion? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileVersion(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary><c>size-mtime</c>, as in the ETag of a volume.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size}-{MtimeTicks}");
}

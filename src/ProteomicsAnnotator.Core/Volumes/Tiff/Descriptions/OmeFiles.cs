namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>Which of an image's planes are in this file: a set of OME-TIFFs names all its files in each of them.</summary>
internal sealed class OmeFiles
{
    /// <param name="entries">Of the image; none: all planes are here.</param>
    /// <param name="uuid">The document's own UUID: an entry that bears it means this file, whatever its name.</param>
    /// <param name="fileName">The file's name now.</param>
    public OmeFiles(IReadOnlyList<OmeEntry> entries, string? uuid, string fileName)
    {
        Count = entries.Where(entry => entry.NamesAFile).Select(entry => entry.FileKey).Distinct(StringComparer.Ordinal).Count();
        Example = entries.FirstOrDefault(entry => entry.NamesAFile && entry.FileName != fileName) is { } other
            ? other.FileName ?? other.Uuid ?? ""
            : fileName;
        bool knowsUuid = !string.IsNullOrEmpty(uuid) && entries.Any(entry => entry.Uuid == uuid);
        Own = entries.Count == 0
            ? [new OmeEntry()]
            : [.. entries.Where(entry => !entry.NamesAFile
                || (knowsUuid ? entry.Uuid == uuid : entry.FileName is null ? Count == 1 : entry.FileName == fileName))];
        if (Own.Count == 0 && Count == 1)
        {
            Own = entries;
            Notice = $"The OME metadata calls this file {Example}.";
        }

        HasOthers = Own.Count < entries.Count;
    }

    public IReadOnlyList<OmeEntry> Own { get; }

    public bool HasOthers { get; }

    /// <summary>Files that the entries name.</summary>
    public int Count { get; }

    /// <summary>A file that is named, another one than this where there is one.</summary>
    public string Example { get; }

    public string? Notice { get; }
}

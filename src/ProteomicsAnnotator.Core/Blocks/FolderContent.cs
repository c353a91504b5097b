using System.IO.Enumeration;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// What a scan wants to know of one folder, from one enumeration. Names that begin with '.' are left out (snapshots of
/// file servers, resource forks).
/// </summary>
internal sealed class FolderContent
{
    private const int EntriesBetweenLooks = 256;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        BufferSize = 32 * 1024,
    };

    private FolderContent()
    {
    }

    /// <summary>In ordinal order.</summary>
    public List<FolderEntry> Folders { get; } = [];

    /// <summary>Names of channel files, in ordinal order.</summary>
    public List<string> Tiffs { get; } = [];

    /// <summary>Files, or links that lead nowhere, that are named like blocks.</summary>
    public List<string> NotFolders { get; } = [];

    public bool HasPoints { get; private set; }

    /// <summary>What stopped the reading, in words; null when everything was read.</summary>
    public string? Fault { get; private set; }

    public bool IsMissing { get; private set; }

    /// <summary>The file that makes the folder a Zarr store or a part of one: nothing in it is a block.</summary>
    public string? ZarrMarker { get; private init; }

    /// <summary>Of a folder that is no block. Never throws for what the file system says.</summary>
    public static FolderContent Read(string folder, CancellationToken cancellationToken) =>
        Read(folder, static (content, entry) => content.TakeOfFolder(entry), cancellationToken);

    /// <summary>Of a block: its channel files alone. Never throws for what the file system says.</summary>
    public static FolderContent ReadBlock(string folder, CancellationToken cancellationToken) =>
        Read(folder, static (content, entry) => content.TakeOfBlock(entry), cancellationToken);

    private static FolderContent Read(
        string folder, Action<FolderContent, FolderEntry> take, CancellationToken cancellationToken)
    {
        var content = new FolderContent();
        try
        {
            var entries = new FileSystemEnumerable<FolderEntry>(folder, FolderEntry.Of, Everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) =>
                    entry.FileName[0] != '.' || IsZarrMarker(entry.FileName),
            };
            int count = 0;
            foreach (FolderEntry entry in entries)
            {
                if (++count % EntriesBetweenLooks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (IsZarrMarker(entry.Name))
                {
                    return new FolderContent { ZarrMarker = entry.Name };
                }

                take(content, entry);
            }
        }
        catch (DirectoryNotFoundException e)
        {
            content.IsMissing = true;
            content.Fault = "Cannot be read: " + (UndecodableName.Explain(folder, e) ?? e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            content.Fault = "Cannot be read: " + e.Message;
        }

        content.Folders.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        content.Tiffs.Sort(StringComparer.Ordinal);
        return content;
    }

    private void TakeOfBlock(FolderEntry entry)
    {
        if (!entry.IsDirectory && IsTiff(entry.Name))
        {
            Tiffs.Add(entry.Name);
        }
    }

    private void TakeOfFolder(FolderEntry entry)
    {
        if (entry.IsDirectory)
        {
            Folders.Add(entry);
        }
        else if (entry.Name == LocalPoints.FileName)
        {
            HasPoints = true;
        }
        else if (BlockId.IsBlockName(entry.Name))
        {
            NotFolders.Add(entry.Name);
        }
    }

    public static bool IsZarrMarker(ReadOnlySpan<char> name) => name is ".zgroup" or ".zattrs" or ".zarray" or "zarr.json";

    private static bool IsTiff(string name) =>
        name.EndsWith(".tif", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One name in a folder.</summary>
internal readonly record struct FolderEntry(string Name, bool IsDirectory, bool IsLink)
{
    /// <summary>Asks for the link flag of folders that are no blocks only: it costs a look at the file itself.</summary>
    public static FolderEntry Of(ref FileSystemEntry entry)
    {
        string name = entry.FileName.ToString();
        bool isDirectory = entry.IsDirectory;
        bool isLink = isDirectory && !BlockId.IsBlockName(name)
            && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new FolderEntry(name, isDirectory, isLink);
    }
}

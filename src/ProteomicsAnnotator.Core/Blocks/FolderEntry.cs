using System.IO.Enumeration;

namespace ProteomicsAnnotator.Core.Blocks;

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

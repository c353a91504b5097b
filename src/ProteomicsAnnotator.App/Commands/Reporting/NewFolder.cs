using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Reporting;

/// <summary>A folder that is filled once: it is not there yet, or it is empty. Blocking.</summary>
internal sealed class NewFolder(string folder)
{
    private readonly FileOperations _files = new();

    /// <summary>Why nothing may be written there, in words; null: it may.</summary>
    /// <exception cref="StorageException">It cannot be looked into.</exception>
    public string? WhyNot()
    {
        try
        {
            return File.Exists(folder) ? $"{folder} is {RegularFile.Otherwise(folder) ?? "a file"}, not a folder"
                : Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() ? $"{folder} is not empty; expected a new or an empty folder"
                : null;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }

    /// <summary>The files in their order, each whole: what names the others comes last, so that a folder that has it has all.</summary>
    /// <exception cref="StorageException">One could not be written; those before it are there.</exception>
    public void WriteAll(IEnumerable<ExportedFile> files)
    {
        foreach (ExportedFile file in files)
        {
            string path = Path.Combine([folder, .. file.Name.Split('/')]);
            Create(Path.GetDirectoryName(path)!);
            AtomicFile.Write(_files, path, file.Bytes.Span);
        }
    }

    private static void Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(path, error);
        }
    }
}

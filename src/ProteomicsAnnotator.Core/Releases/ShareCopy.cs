using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// The files of a share as they are at one moment, in a temp folder of this machine that only this
/// account may read. People work on meanwhile: whatever is counted here is counted of one state. Blocking.
/// </summary>
public sealed class ShareCopy : IDisposable
{
    private readonly FileOperations _files;

    private ShareCopy(FileOperations files, string folder)
    {
        _files = files;
        Folder = folder;
    }

    /// <summary>An annotations root of its own.</summary>
    public string Folder { get; }

    /// <summary>Ends of journals that are no lines, in words.</summary>
    public IReadOnlyList<string> TornEnds { get; private set; } = [];

    /// <summary>What a release would hold.</summary>
    /// <exception cref="StorageException">A file cannot be read, or not be written here.</exception>
    public static ShareCopy Take(SharedRoot root) => Take(root, ReleaseFiles.IsPartOfShare);

    /// <exception cref="StorageException">A file cannot be read, or not be written here.</exception>
    /// <param name="root">The share.</param>
    /// <param name="isWanted">Gets a path below the annotations root, of a file or a folder, with <c>/</c>.</param>
    internal static ShareCopy Take(SharedRoot root, Func<string, bool> isWanted)
    {
        root.VerifyReadOnly();
        var copy = new ShareCopy(root.Settings.Files, Directory.CreateTempSubdirectory("annotator-count-").FullName);
        try
        {
            var moment = new ShareMoment(root, isWanted);
            _ = moment.Copy((path, write) => Put(Path.Combine(copy.Folder, path), write));
            copy.TornEnds = moment.TornEnds;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => _ = _files.TryDeleteFolder(Folder);

    private static FileDigest Put(string path, Func<Stream, FileDigest> write)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream target = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
            return write(target);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }
    }
}

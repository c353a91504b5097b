using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// A folder that one process works in, beside those of others on this and on other machines. It is gone at the end; what a process left that
/// was killed goes with the next one.
/// </summary>
internal sealed class MirrorFolder : IDisposable
{
    private const string Ending = ".lock";
    private static readonly FileOperations Files = new();
    private readonly FileLock? _lock;

    private MirrorFolder(string folder, FileLock? held) => (Folder, _lock) = (folder, held);

    public string Folder { get; }

    /// <param name="parent">Of all of them; made where it is missing.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static MirrorFolder Take(string parent)
    {
        try
        {
            PrivatePath.CreateFolder(Files, parent, parent);
            string folder = Path.Combine(parent, Guid.NewGuid().ToString("N"));
            FileLock? held = FileLock.TryTake(folder + Ending);
            PrivatePath.CreateFolder(Files, parent, folder);
            if (held?.Holds() == true)
            {
                Sweep(parent);
            }

            return new MirrorFolder(folder, held);
        }
        catch (Exception error) when (error is not StorageException && StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(parent, error);
        }
    }

    public void Dispose()
    {
        _ = Files.TryDeleteFolder(Folder);
        _ = Files.TryDelete(Folder + Ending);
        _lock?.Dispose();
    }

    private static void Sweep(string parent)
    {
        foreach (string name in Files.ListFiles(parent).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            TrySweep(Path.Combine(parent, name));
        }
    }

    private static void TrySweep(string file)
    {
        try
        {
            using FileLock? left = FileLock.TryTake(file);
            if (left is not null && Files.TryDeleteFolder(file[..^Ending.Length]))
            {
                _ = Files.TryDelete(file);
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // Of another account, say: it is not in the way.
        }
    }
}

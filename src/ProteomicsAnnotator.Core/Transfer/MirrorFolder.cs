using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// A folder that one process works in, beside those of others on this and on other machines. It is gone at the end; what a process left that
/// was killed goes with the next one.
/// </summary>
internal sealed class MirrorFolder : IDisposable
{
    private const string Ending = ".lock";
    private const int Tries = 5;
    private const int OfMachine = 16;
    private static readonly string Own = MachineId.Current[..Math.Min(OfMachine, MachineId.Current.Length)] + "-";
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
            (string folder, FileLock? held) = TakeNew(parent);
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

    /// <summary>A sweep of another process may have a lock just before this one takes it: only where none can be had there are no locks.</summary>
    private static (string Folder, FileLock? Held) TakeNew(string parent)
    {
        for (int rest = Tries; ; rest--)
        {
            string folder = Path.Combine(parent, Own + Guid.NewGuid().ToString("N"));
            FileLock? held = FileLock.TryTake(folder + Ending);
            if (held is not null || rest == 1)
            {
                return (folder, held);
            }
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
        // On some mounts a lock of another computer is not seen here: what it has is its own to remove.
        foreach (string name in Files.ListFiles(parent).Where(name => name.StartsWith(Own, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)))
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

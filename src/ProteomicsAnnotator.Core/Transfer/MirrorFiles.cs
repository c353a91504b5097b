using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// The files of a <see cref="StoreMirror"/> that are no journals. Whatever gets a name there goes into the database first, and has no name
/// if the database does not take it; what follows from journals stays here. What others store comes back by <see cref="Take"/>. Thread-safe.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="root">The folder.</param>
internal sealed class MirrorFiles(DecisionStore store, string root) : FileOperations
{
    private readonly FileOperations _here = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    public override void Rename(string from, string to)
    {
        if (PathOf(to) is not { } path)
        {
            base.Rename(from, to);
        }
        else if (StorePaths.IsDerived(path))
        {
            // So that every node knows of a person without a label.
            if (Stat(to) is null)
            {
                _ = Store(path, from, isFirst: true);
            }

            base.Rename(from, to);
        }
        else
        {
            Put(path, Store(path, from, isFirst: false)!.Value, () => base.Rename(from, to), () => Delete(from));
        }
    }

    public override void RenameIfAbsent(string from, string to)
    {
        if (PathOf(to) is not { } path)
        {
            base.RenameIfAbsent(from, to);
            return;
        }

        long version = Store(path, from, isFirst: true) ?? throw new IOException($"{to} is there already");
        Put(path, version, () => base.RenameIfAbsent(from, to), () => Delete(from));
    }

    /// <summary>Of a release: its files go into the database with the decision that it is one, and without that its folder is removed.</summary>
    public override void RenameFolder(string from, string to)
    {
        if (PathOf(to) is { } path && path.Split('/') is not ["admin", "releases", _])
        {
            throw new StorageException(store.Name, "it takes files one by one, and no folders");
        }

        base.RenameFolder(from, to);
    }

    public bool Wants(StoredFile file)
    {
        if (!StorePaths.IsSound(file.Path))
        {
            return false;
        }

        string target = TargetOf(file.Path);
        lock (_gate)
        {
            if (_versions.TryGetValue(file.Path, out long known))
            {
                return file.Version > known && !(StorePaths.IsDerived(file.Path) && Stat(target) is not null);
            }

            bool isThere = Stat(target) is not null && (StorePaths.IsDerived(file.Path) || FolderImport.Sha256Of(ReadAll(target)) == file.Sha256);
            if (isThere)
            {
                _versions[file.Path] = file.Version;
            }

            return !isThere;
        }
    }

    /// <exception cref="IOException">This machine's disk does not take it: it is to be given again.</exception>
    public void Take(StoredFile file, byte[] content)
    {
        string target = TargetOf(file.Path);
        CreateFolder(Path.GetDirectoryName(target)!);
        Put(
            file.Path,
            file.Version,
            () =>
            {
                _ = AtomicFile.Write(_here, target, content);
                FileOrder.SetTime(target, file.StoredAt);
            },
            static () => { });
    }

    /// <summary>Another node may have stored a later version meanwhile, which is here already.</summary>
    private void Put(string path, long version, Action put, Action leave)
    {
        lock (_gate)
        {
            if (_versions.TryGetValue(path, out long known) && known > version)
            {
                leave();
                return;
            }

            put();
            _versions[path] = version;
        }
    }

    private long? Store(string path, string from, bool isFirst)
    {
        byte[] content = ReadAll(from);
        return store.AddFile(path, content, FolderImport.Sha256Of(content), isFirst);
    }

    /// <summary>Null: the database does not have it, as a temp file.</summary>
    private string? PathOf(string target)
    {
        string path = Path.GetRelativePath(root, Path.GetFullPath(target)).Replace(Path.DirectorySeparatorChar, '/');
        bool isTemp = Path.GetFileName(path) is ['.', ..] and [.., '.', 't', 'm', 'p'];
        return isTemp || !StorePaths.IsSound(path) ? null : path;
    }

    private string TargetOf(string path) => Path.Combine([root, .. path.Split('/')]);
}

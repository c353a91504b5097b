using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// The database as an annotations folder, as it is at one moment. A new folder gets its name once it is whole. One that is
/// there gets what is new: a journal's further lines, and files in place of versions that the database knows; nothing that only the
/// folder has is overwritten. Only this account may read what it makes; what is there keeps its mode.
/// </summary>
public sealed class FolderExport
{
    private readonly FileOperations _files;
    private readonly StoreSession _store;
    private readonly string _folder;
    private readonly LabelShareSettings? _settings;
    private readonly TransferReport _report = new();

    private FolderExport(FileOperations files, StoreSession store, string folder, LabelShareSettings? settings) => (_files, _store, _folder, _settings) = (files, store, folder, settings);

    /// <param name="address">The database.</param>
    /// <param name="folder">Absolute; its parent is there.</param>
    /// <param name="cancellationToken">Ends it between two files; a new folder is not made then.</param>
    /// <param name="settings">Of whoever reads the folder: what follows from journals is brought up to them. Null: it is as the database has it.</param>
    /// <exception cref="StorageException">The database cannot be read, holds nothing, or the folder is another campaign's or cannot be written.</exception>
    public static async Task<TransferReport> RunAsync(DatabaseAddress address, string folder, CancellationToken cancellationToken, LabelShareSettings? settings = null)
    {
        await StoreSchema.ApplyAsync(address, cancellationToken: cancellationToken);
        await using StoreSession store = await StoreSession.BeginAsync(address, writes: false, cancellationToken);
        var files = new FileOperations();
        IReadOnlyList<StoredFile> stored = await store.FilesAsync();
        StoredFile marker = stored.LastOrDefault(file => file.Path == StorePaths.Marker)
            ?? throw new StorageException(address.Name, "there is no campaign in it yet: bring one in with store import FOLDER");
        string target = Path.TrimEndingDirectorySeparator(folder);
        if (await Task.Run(() => IsNew(files, target, marker), cancellationToken))
        {
            return await MakeAsync(files, store, stored, (target, settings), cancellationToken);
        }

        var export = new FolderExport(files, store, target, settings);
        await export.RunAsync(stored, cancellationToken);
        return export._report;
    }

    private static async Task<TransferReport> MakeAsync(FileOperations files, StoreSession store, IReadOnlyList<StoredFile> stored, (string Folder, LabelShareSettings? Settings) made, CancellationToken cancellationToken)
    {
        string target = made.Folder;
        string temp = AtomicFile.TempOf(Path.GetDirectoryName(target) ?? ".", Path.GetFileName(target));
        try
        {
            var export = new FolderExport(files, store, temp, made.Settings);
            await export.RunAsync(stored, cancellationToken);
            files.RenameFolder(temp, target);
            AtomicFile.FlushFolder(files, Path.GetDirectoryName(target) ?? ".");
            return export._report;
        }
        catch (Exception error)
        {
            _ = files.TryDeleteFolder(temp);
            throw error is not StorageException && StorageFault.IsFileError(error) ? StorageException.FromWriting(target, error) : error;
        }
    }

    /// <summary>False: the folder is this campaign's.</summary>
    private static bool IsNew(FileOperations files, string folder, StoredFile marker)
    {
        try
        {
            if (!files.FolderExists(folder))
            {
                return files.Stat(folder) is null ? true : throw new StorageException(folder, "it is a file; expected a folder, or nothing");
            }

            if (files.ListFiles(folder).Count == 0)
            {
                Directory.Delete(folder);
                return true;
            }

            string path = Path.Combine(folder, StorePaths.Marker);
            return files.Stat(path) is not null && FolderImport.Sha256Of(files.ReadAll(path)) == marker.Sha256
                ? false
                : throw new StorageException(folder, $"it holds something else than this campaign (found no {StorePaths.Marker} of it there): nothing was written. Expected a folder that is not there yet");
        }
        catch (Exception error) when (error is not StorageException && StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }

    /// <summary>Journals first: what a file derived from them says must not be missing in them.</summary>
    private async Task RunAsync(IReadOnlyList<StoredFile> stored, CancellationToken cancellationToken)
    {
        MakeFolder(_folder);
        foreach ((string owner, string journal) in await _store.JournalsAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _report.Journals++;
            string path = StorePaths.PathOf(owner, journal);
            if (IsSound(path))
            {
                IReadOnlyList<byte[]> lines = await _store.LinesAsync(owner, journal);
                await Task.Run(() => Writing(path, () => WriteJournal(path, lines)), cancellationToken);
            }
        }

        foreach (IGrouping<string, StoredFile> file in stored.GroupBy(file => file.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _report.Files++;
            if (IsSound(file.Key) && await Task.Run(() => NeedsWriting(file.Key, [.. file]), cancellationToken))
            {
                byte[] content = await _store.ContentAsync(file.Last());
                await Task.Run(() => Writing(file.Key, () => WriteFile(file.Last(), content)), cancellationToken);
            }
        }

        if (_settings is not null)
        {
            var root = new SharedRoot(_settings with { AnnotationsRoot = _folder, Store = null, Files = _files });
            await Task.Run(() => Writing(_folder, () => DerivedFiles.Rewrite(root, _report, cancellationToken)), cancellationToken);
        }
    }

    private bool IsSound(string path)
    {
        bool isSound = StorePaths.IsSound(path);
        if (!isSound)
        {
            _report.FaultList.Add($"{path}: it is in the database and no name of a file here: not written");
        }

        return isSound;
    }

    private void WriteJournal(string path, IReadOnlyList<byte[]> lines)
    {
        byte[] whole = [.. lines.SelectMany(line => line.Append((byte)'\n'))];
        string target = PathOf(path);
        if (_files.Stat(target) is null)
        {
            AtomicFile.Create(_files, target, stream => stream.Write(whole));
            _report.NewLines += lines.Count;
            return;
        }

        byte[] there = _files.ReadAll(target);
        int same = Math.Min(there.Length, whole.Length);
        if (!there.AsSpan(0, same).SequenceEqual(whole.AsSpan(0, same)))
        {
            _report.FaultList.Add($"{target}: it says something else than the database. Journals are never changed: it was left as it is");
        }
        else if (whole.Length > there.Length)
        {
            using SafeFileHandle file = _files.Open(target, FileMode.Open, FileAccess.ReadWrite);
            _files.Write(file, whole.AsSpan(there.Length), there.Length);
            _files.FlushToDisk(file);
            _report.NewLines += whole.AsSpan(there.Length).Count((byte)'\n');
        }
    }

    private bool NeedsWriting(string path, StoredFile[] versions)
    {
        string target = PathOf(path);
        return Writing(path, () =>
        {
            if (_files.Stat(target) is null)
            {
                return true;
            }

            byte[] content = _files.ReadAll(target);
            string there = FolderImport.Sha256Of(content);
            if (versions.All(version => version.Sha256 != there))
            {
                if (_settings is not null && StorePaths.IsDerived(path))
                {
                    return false;
                }

                _report.FaultList.Add($"{target}: it is not as any version in the database: it was left as it is. store import brings it in");
                return false;
            }

            if (versions[^1].Sha256 == there)
            {
                return false;
            }

            bool isYounger = !FileOrder.SaysWhen(content) && FileOrder.IsYounger(_files, target, versions[^1].StoredAt);
            if (isYounger)
            {
                _report.FaultList.Add($"{target}: it is as a version that the database had before, and younger than the newest one there: it was left as it is. store import brings it in");
            }

            return !isYounger;
        });
    }

    private bool WriteFile(StoredFile file, byte[] content)
    {
        string target = PathOf(file.Path);
        bool isNew = _files.Stat(target) is null;
        _ = AtomicFile.Write(_files, target, content);
        FileOrder.SetTime(target, file.StoredAt);
        if (isNew)
        {
            PrivatePath.Restrict(target);
        }

        _report.NewFiles++;
        return true;
    }

    private string PathOf(string path)
    {
        string target = Path.Combine([_folder, .. path.Split('/')]);
        MakeFolder(Path.GetDirectoryName(target)!);
        return target;
    }

    private void MakeFolder(string folder)
    {
        if (!_files.FolderExists(folder))
        {
            MakeFolder(Path.GetDirectoryName(folder)!);
            PrivatePath.CreateFolder(_files, folder, folder);
        }
    }

    private void Writing(string path, Action write) => Writing(path, () =>
    {
        write();
        return true;
    });

    private T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is not StorageException && StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(Path.Combine(_folder, path), error);
        }
    }
}

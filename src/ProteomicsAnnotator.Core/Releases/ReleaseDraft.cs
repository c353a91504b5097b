using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// A release in the making: a temp folder beside the others, which gets its name by one rename once all of it is on the disk.
/// Until then, and when anything fails, there is no release; what a killed program leaves is the temp folder. Blocking.
/// </summary>
public sealed class ReleaseDraft : IDisposable
{
    private readonly SharedRoot _root;
    private readonly FileOperations _files;
    private readonly ReleaseShelf _shelf;
    private readonly string _name;
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, byte> _folders = new(StringComparer.Ordinal);
    private bool _isPublished;

    private ReleaseDraft(SharedRoot root, ReleaseShelf shelf, string name)
    {
        _root = root;
        _files = root.Settings.Files;
        _shelf = shelf;
        _name = name;
        _folder = AtomicFile.TempOf(shelf.Folder, name);
        StartedAt = LabelTime.Truncate(root.Settings.TimeProvider.GetUtcNow());
    }

    public DateTimeOffset StartedAt { get; }

    /// <summary>The copy of the share's files: an annotations root of its own.</summary>
    public string ShareFolder => Path.Combine(_folder, ReleaseFiles.Share);

    /// <summary>Of <see cref="CopyShare"/>: ends of journals that are no lines, in words.</summary>
    public IReadOnlyList<string> TornEnds { get; private set; } = [];

    /// <param name="root">The share.</param>
    /// <param name="name">Valid.</param>
    /// <returns>The draft, or why there is none, in words: the name is used.</returns>
    /// <exception cref="StorageException">The folder cannot be made.</exception>
    public static (ReleaseDraft? Draft, string? Taken) Begin(SharedRoot root, string name)
    {
        var shelf = new ReleaseShelf(root);
        root.VerifyReadOnly();
        if (shelf.WhyTaken(name) is { } taken)
        {
            return (null, taken);
        }

        var draft = new ReleaseDraft(root, shelf, name);
        try
        {
            draft.CreateFolder(draft._folder);

            // Another program may have begun one at the same time: both see both folders now.
            if (shelf.WhyTaken(name, except: draft._folder) is { } late)
            {
                draft.Dispose();
                return (null, late);
            }
        }
        catch (StorageException)
        {
            draft.Dispose();
            throw;
        }

        return (draft, null);
    }

    /// <summary>Copies what the share holds at one moment below <see cref="ShareFolder"/>.</summary>
    /// <exception cref="StorageException">A file cannot be read, or not be written here.</exception>
    public IReadOnlyList<FileDigest> CopyShare()
    {
        CreateFolder(ShareFolder);
        var moment = new ShareMoment(_root, ReleaseFiles.IsPartOfShare);
        IReadOnlyList<FileDigest> copied = moment.Copy((path, copy) => Put($"{ReleaseFiles.Share}/{path}", copy));
        TornEnds = moment.TornEnds;
        return [.. copied.Select(file => file with { Path = $"{ReleaseFiles.Share}/{file.Path}" })];
    }

    /// <exception cref="StorageException">It cannot be written.</exception>
    public FileDigest Add(ExportedFile file) => Put(file.Name, target =>
    {
        target.Write(file.Bytes.Span);
        return file.Digest;
    });

    /// <summary>The release is there from now on, and a decision of the admins' journals says what it is.</summary>
    /// <returns>That decision.</returns>
    /// <exception cref="StorageException">There is no release, and nothing of it is left if it can be removed.</exception>
    public ReleaseDecision Publish(FileManifest manifest)
    {
        FileDigest digest = Add(new ExportedFile(FileManifest.FileName, manifest.Serialize(), manifest.Files.Count));
        string target = _shelf.PathOf(_name);
        bool isThere = false;
        try
        {
            foreach (string folder in _folders.Keys)
            {
                AtomicFile.FlushFolder(_files, folder);
            }

            // Before the name is there: a program killed between the name and its decision leaves a release that nobody vouches for.
            long highest = AdminJournal.ReadClock(_root);
            _files.RenameFolder(_folder, target);
            isThere = true;
            AtomicFile.FlushFolder(_files, _shelf.Folder);
            ReleaseDecision decision = AdminJournal.Append(
                _root,
                highest,
                (id, clock, now) => new ReleaseDecision(id, clock, now, _name, digest.Sha256) { By = manifest.By },
                made => made.ToLine(),
                [.. manifest.Files.Select(file => file.Path).Append(FileManifest.FileName).Select(file => $"admin/releases/{_name}/{file}")]);
            _isPublished = true;
            Protect(manifest, target);
            return decision;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw isThere && !_files.TryDeleteFolder(target)
                ? new StorageException(target, $"the release could not be made ({StorageFault.DescribeWriting(error)}), and what is there of it could not be removed: remove this folder", error)
                : StorageException.FromWriting(target, error);
        }
    }

    /// <summary>Removes what is no release.</summary>
    public void Dispose()
    {
        if (!_isPublished)
        {
            _ = _files.TryDeleteFolder(_folder);
        }
    }

    private void Protect(FileManifest manifest, string target)
    {
        foreach (string path in manifest.Files.Select(file => file.Path).Append(FileManifest.FileName))
        {
            _files.TryProtect(Path.Combine(target, path));
        }
    }

    /// <summary>Thread-safe for different names.</summary>
    private FileDigest Put(string name, Func<Stream, FileDigest> copy)
    {
        string path = Path.Combine(_folder, name);
        CreateFolder(Path.GetDirectoryName(path)!);
        try
        {
            using SafeFileHandle file = _files.Open(path, FileMode.CreateNew, FileAccess.Write);
            using var stream = new FileStream(file, FileAccess.Write, bufferSize: 1);
            FileDigest digest = copy(stream);
            AtomicFile.Flush(_files, file);
            return digest;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }
    }

    /// <summary>Thread-safe.</summary>
    private void CreateFolder(string path)
    {
        if (path.Length < _folder.Length || _folders.ContainsKey(path))
        {
            return;
        }

        try
        {
            _files.CreateFolder(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }

        CreateFolder(Path.GetDirectoryName(path)!);
        _ = _folders.TryAdd(path, 0);
    }
}

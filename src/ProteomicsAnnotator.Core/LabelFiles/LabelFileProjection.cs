using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// A derived JSON file of one owner: read before the journals, written behind them, never written after a failed
/// read. Bytes that stay unparsable for ten seconds are set aside and the file is rebuilt. Blocking; not thread-safe.
/// </summary>
/// <param name="settings">Of the share.</param>
/// <param name="owner">Whose.</param>
/// <param name="root">The share.</param>
/// <param name="part">What it says; there is a file of browsed folders only once there is a label of one.</param>
internal sealed class LabelFileProjection(LabelShareSettings settings, LabelOwner owner, SharedRoot root, LabelFilePart part)
{
    private readonly FileOperations _files = settings.Files;
    private readonly CorruptFileQuarantine _damage = new(settings.TimeProvider);
    private FileStamp? _stamp;
    private bool _isKnown;
    private string? _setAsideAs;

    public LabelFilePart Part => part;

    public string Path { get; } = part == LabelFilePart.Browsed
        ? owner.BrowsedPath(root) ?? throw new ArgumentException("the admins browse no folders", nameof(owner))
        : owner.DerivedPath(root);

    /// <summary>As it stands on the share; null while it cannot be read, or was not yet because its stamp is known.</summary>
    public LabelFile? Content { get; private set; }

    /// <summary>Known not to be there: the next write creates it.</summary>
    public bool IsMissing => _isKnown && _stamp is null;

    /// <summary>Why it cannot be read; null when it can.</summary>
    public StorageException? Problem { get; private set; }

    /// <summary>The bytes arrived and are no labels: perhaps another program is half-way through writing them.</summary>
    public bool IsDamaged => Problem?.InnerException is { } inner && JsonFile.IsDamage(inner);

    /// <summary>The labels that the file is known to say; null: it has to be compared.</summary>
    public LabelSnapshot? Written { get; private set; }

    /// <summary>It was read and may say what no journal knows; it is not written before that is checked.</summary>
    public bool HasUncheckedEntries { get; private set; }

    /// <summary>The state of the file that was read last, or written; null when that is not certain.</summary>
    public FileStamp? Stamp => _isKnown && Problem is null ? _stamp : null;

    /// <summary>Counts the content of the file with this stamp as known until someone needs it.</summary>
    /// <param name="stamp">The file's when it said these labels.</param>
    /// <param name="labels">What it said.</param>
    public void Trust(FileStamp stamp, LabelSnapshot labels)
    {
        _stamp = stamp;
        _isKnown = true;
        Written = labels;
    }

    /// <summary>Nothing is known of the file.</summary>
    public void Forget()
    {
        Fail(null);
        _stamp = null;
        Written = null;
        HasUncheckedEntries = false;
        _damage.Clear();
    }

    /// <summary>Name the file was set aside under, once; null otherwise.</summary>
    public string? TakeSetAside()
    {
        (string? name, _setAsideAs) = (_setAsideAs, null);
        return name;
    }

    /// <summary>Memory now has what other programs wrote there.</summary>
    public void MarkChecked() => HasUncheckedEntries = false;

    /// <summary>Reads it again if it changed.</summary>
    /// <param name="needsContent">Reads it also when only its stamp is known.</param>
    public void Refresh(bool needsContent)
    {
        JsonRead<LabelFile>? found;
        try
        {
            found = root.Reads.One(Path, () => ReadIfChanged(needsContent));
        }
        catch (StorageException error)
        {
            Fail(error);
            return;
        }

        switch (found?.Outcome)
        {
            case null:
                break;
            case ReadOutcome.Read:
                Accept(found.Value!, found.Stamp);
                HasUncheckedEntries = true;
                break;
            case ReadOutcome.Missing:
                Accept(new LabelFile(), null);
                break;
            case ReadOutcome.Damaged:
                Fail(found.Error!);
                SetAsideWhenLasting(found.Bytes);
                break;
            default:
                Fail(found.Error!);
                break;
        }
    }

    /// <summary>Null when nothing changed. Changes nothing here: it may return after it was given up.</summary>
    private JsonRead<LabelFile>? ReadIfChanged(bool needsContent) =>
        _isKnown && (Content is not null || !needsContent) && _files.IsStill(Path, _stamp)
            ? null
            : JsonFile.Read(_files, Path, bytes => LabelFile.Parse(bytes, LabelFileShape.Of(owner), owner.Owner));

    /// <summary>Writes these labels, unless the file says them already.</summary>
    /// <returns>False when the file is not the one that was read: it stays as another program wrote it.</returns>
    /// <exception cref="StorageException">Not written; the file is as it was.</exception>
    public bool TryWrite(LabelSnapshot labels)
    {
        if (Content is not { } content)
        {
            throw Problem ?? new StorageException(Path, "not read yet");
        }

        var writer = new LabelFileWriter(LabelFileShape.Of(owner), content, labels, part);
        if ((_stamp is not null || part == LabelFilePart.Browsed) && writer.IsUpToDate())
        {
            Written = labels;
            return true;
        }

        byte[] bytes = writer.Write(owner.Owner, settings.TimeProvider.GetUtcNow());
        CreateFolder();

        // Taken before the rename: if another program replaces it at once, the next refresh sees another stamp and reads.
        (bool isReplaced, FileStamp? stamp) = AtomicFile.TryReplace(_files, Path, bytes, _stamp);
        if (!isReplaced)
        {
            return false;
        }

        Accept(LabelFile.Parse(bytes, LabelFileShape.Of(owner)), stamp);
        _isKnown = stamp is not null;
        Written = labels;
        return true;
    }

    /// <summary>Removes this owner's temp files of crashed programs that are older than a day.</summary>
    public void SweepTemps()
    {
        Sweep(System.IO.Path.GetDirectoryName(Path)!, owner.Stem);
        if (part == LabelFilePart.DataRoot)
        {
            Sweep(owner.JournalPath(root), FlushProbe.Stem);
        }
    }

    private void Sweep(string folder, string stem)
    {
        foreach (string name in TempsOf(folder, stem))
        {
            string path = System.IO.Path.Combine(folder, name);
            try
            {
                if (root.Reads.One(path, () => _files.Stat(path)) is { } stamp && settings.TimeProvider.GetUtcNow() - stamp.Modified > TimeSpan.FromDays(1))
                {
                    _files.Delete(path);
                }
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                continue;
            }
        }
    }

    private void CreateFolder()
    {
        try
        {
            _files.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(Path, error);
        }
    }

    private IReadOnlyList<string> TempsOf(string folder, string stem)
    {
        try
        {
            return [.. root.Reads.One(folder, () => _files.ListFiles(folder)).Where(name => AtomicFile.IsTempOf(stem, name))];
        }
        catch (StorageException)
        {
            return [];
        }
    }

    private void Accept(LabelFile content, FileStamp? stamp)
    {
        Content = content;
        Written = null;
        Problem = null;
        _stamp = stamp;
        _isKnown = true;
        _damage.Clear();
    }

    private void Fail(StorageException? error)
    {
        Problem = error;
        Content = null;
        _isKnown = false;
    }

    private void SetAsideWhenLasting(byte[] bytes)
    {
        if (!_damage.IsLasting(bytes))
        {
            return;
        }

        try
        {
            _setAsideAs = _damage.SetAside(_files, Path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            Fail(StorageException.FromWriting(Path, error));
            return;
        }

        Accept(new LabelFile(), null);
    }
}

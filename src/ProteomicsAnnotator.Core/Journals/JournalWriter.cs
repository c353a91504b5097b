using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Appends to one journal file that nobody else writes, with the handle kept open. What one call appends is flushed to
/// disk when it returns. After a failure the unacknowledged tail is cut off at once: a refused decision must not come back
/// as a whole line. A file that is not the one it left (deleted, put back from an older copy) is appended to as it is, and
/// <see cref="TakeLoss"/> says so. After a failed flush, or when a tail cannot be cut off, nothing is appended, tried again
/// or cut off in it any more.
/// </summary>
internal sealed class JournalWriter(FileOperations files, string path, Func<byte[]> header, Action verify) : IDisposable
{
    // Guards the file and all other fields.
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private long _position;
    private (ulong Inode, JournalTail? Last) _known;
    private bool _startsNewLine;
    private bool _hasTail;
    private volatile bool _isClosedForGood;
    private bool _isUnflushed;
    private int _losses;

    public string Path => path;

    /// <summary>Bytes that are complete lines on disk.</summary>
    public long Length => Volatile.Read(ref _position);

    /// <summary>A flush failed, or cutting off what a failed write left: this file gets nothing more.</summary>
    public bool IsClosedForGood => _isClosedForGood;

    /// <summary>How many flushes succeeded, and how many were answered that this file system has none.</summary>
    public (int Done, int None) Flushes { get; private set; }

    /// <summary>Only this account may read it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Blocking; empty lines only make sure that the file and its header are there.</summary>
    /// <param name="lines">Whole lines.</param>
    /// <param name="flushes">False: they may be lost in a power cut until the next flush.</param>
    /// <returns>True when they are flushed to disk, false when they are not to be, or this file system has no flush.</returns>
    /// <exception cref="StorageException">
    /// The lines are not safely on disk; with a <see cref="JournalInDoubtException"/> inside, they may stand there all the same.
    /// </exception>
    public bool Append(ReadOnlySpan<byte> lines, bool flushes = true)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsClosedForGood, this);
            long? tail = null;
            for (bool isFirst = true; ; isFirst = false)
            {
                try
                {
                    return AppendOnce_NeedsLock(lines, flushes);
                }
                catch (Exception error) when (StorageFault.IsFileError(error))
                {
                    CutOffAndClose_NeedsLock();

                    // Opened once more under another number, the file kept what the first try had left there.
                    bool mayStand = _hasTail || _position > tail;
                    if (!isFirst || IsClosedForGood || !IsWorthReopening(error))
                    {
                        throw StorageException.FromWriting(path, mayStand && !IsClosedForGood ? CloseForGood_NeedsLock(error) : error);
                    }

                    tail = _hasTail ? _position : null;
                }
            }
        }
    }

    /// <summary>Blocking. Flushes what was appended without, also after a failure has closed the file since.</summary>
    /// <exception cref="StorageException">It may be lost, and the file gets nothing more.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            if (!_isUnflushed || IsClosedForGood)
            {
                return;
            }

            _isUnflushed = false;
            try
            {
                Flushes = Flushes with { Done = Flushes.Done + (FlushAgain_NeedsLock() ? 1 : 0) };
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                Close_NeedsLock();
                _isClosedForGood = true;
                throw StorageException.FromWriting(path, error as JournalInDoubtException ?? new JournalInDoubtException(error) { MayStand = true });
            }
        }
    }

    /// <summary>Blocking. Checks that the file still has what was appended, without appending anything.</summary>
    public void LookAfter()
    {
        lock (_gate)
        {
            try
            {
                if (_position > 0 && HasLoss_NeedsLock())
                {
                    Close_NeedsLock();
                    Interlocked.Increment(ref _losses);
                    _known.Last = null;
                    _hasTail = false;
                    _isUnflushed = false;
                    Volatile.Write(ref _position, 0);
                }
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                // Not known now: the next check, or the next line, shows it.
            }
        }
    }

    /// <summary>True, once, when the file was found without lines that had been flushed to it. Waits for no disk.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _losses, 0) > 0;

    /// <summary>Leaves a file on which an operation hangs to the system.</summary>
    public void Dispose()
    {
        if (_gate.TryEnter())
        {
            try
            {
                Close_NeedsLock();
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    // A tail that could not be cut off yet is longer, too. Of another file with the same length and last line nothing is missing.
    private bool HasLoss_NeedsLock() => files.Stat(path) is not { } found
        || found.Length < _position
        || (found.Length > _position ? !_hasTail : !IsThis_NeedsLock(found.Inode) && LacksLastLine_NeedsLock());

    private bool IsThis_NeedsLock(ulong inode) => inode != 0 && inode == _known.Inode;

    private bool LacksLastLine_NeedsLock() => _known.Last is { } line && line.End == _position && !line.Ends(files, path);

    private static bool IsWorthReopening(Exception error) =>
        error is JournalGoneException || StorageFault.IsWorthReopening(error is StorageException { InnerException: { } cause } ? cause : error);

    private bool AppendOnce_NeedsLock(ReadOnlySpan<byte> lines, bool flushes)
    {
        SafeFileHandle file = _file ?? Reopen_NeedsLock(flushes);
        return lines.IsEmpty || Write_NeedsLock(file, lines, flushes, holdsDecisions: true);
    }

    private bool FlushAgain_NeedsLock()
    {
        long written = _position;
        SafeFileHandle file = _file ?? Reopen_NeedsLock(flushes: true);
        return _position == written
            ? Flush_NeedsLock(() => files.FlushToDisk(file), holdsDecisions: true)
            : throw new JournalGoneException(path);
    }

    /// <summary>Of what it says itself, as of a first line that could not be flushed, nothing is left.</summary>
    private JournalInDoubtException CloseForGood_NeedsLock(Exception error)
    {
        _isClosedForGood = true;
        bool holdsDecisions = _position > 0;
        if (!holdsDecisions)
        {
            _ = files.TryDelete(path);
        }

        return new JournalInDoubtException(error) { MayStand = holdsDecisions };
    }

    private bool Write_NeedsLock(SafeFileHandle file, ReadOnlySpan<byte> lines, bool flushes, bool holdsDecisions)
    {
        if (_startsNewLine)
        {
            lines = (byte[])[(byte)'\n', .. lines];
        }

        ThrowIfOverwritten_NeedsLock(file);
        _hasTail = true;
        files.Write(file, lines, _position);
        bool isFlushed = flushes && Flush_NeedsLock(() => files.FlushToDisk(file), holdsDecisions);
        Flushes = (Flushes.Done + (isFlushed ? 1 : 0), Flushes.None + (flushes && !isFlushed ? 1 : 0));
        _isUnflushed = !flushes;
        JournalTail? last = JournalTail.Of(lines, _position);
        ThrowIfGone_NeedsLock(_position + lines.Length, last);
        _known.Last = last;
        _hasTail = false;
        Volatile.Write(ref _position, _position + lines.Length);
        _startsNewLine = false;
        return isFlushed;
    }

    /// <summary>False where there is no flush.</summary>
    /// <exception cref="JournalInDoubtException">There is, and it failed.</exception>
    private bool Flush_NeedsLock(Action flush, bool holdsDecisions)
    {
        try
        {
            flush();
            return true;
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            return false;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _isClosedForGood = true;
            throw new JournalInDoubtException(error) { MayStand = holdsDecisions };
        }
    }

    /// <summary>
    /// An open file takes lines also after it, or a folder above it, was deleted, moved away or replaced by a copy: then
    /// nobody ever reads them. Some network file systems give a file another number at each look, or none.
    /// </summary>
    private void ThrowIfGone_NeedsLock(long length, JournalTail? last)
    {
        if (files.Stat(path) is not { } found || (!IsThis_NeedsLock(found.Inode) && (found.Length != length || last?.Ends(files, path) == false)))
        {
            throw new JournalGoneException(path);
        }
    }

    /// <summary>A copy written into the open file: lines after its end would stand behind a gap, lines inside overwrite others.</summary>
    private void ThrowIfOverwritten_NeedsLock(SafeFileHandle file)
    {
        if (files.Length(file) != _position)
        {
            throw new JournalGoneException(path);
        }
    }

    private SafeFileHandle Reopen_NeedsLock(bool flushes)
    {
        verify();
        string folder = System.IO.Path.GetDirectoryName(path)!;
        files.CreateFolder(folder);
        _file = files.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (IsPrivate)
        {
            PrivatePath.Restrict(_file);
        }

        ulong former = _known.Inode;
        _known.Inode = files.Stat(path)?.Inode ?? 0;
        long length = files.Length(_file);
        if (_hasTail && length > _position && (former == _known.Inode || former == 0))
        {
            files.SetLength(_file, _position);
            length = _position;
        }

        if (_position > 0 && (length != _position || (!IsThis_NeedsLock(former) && LacksLastLine_NeedsLock())))
        {
            Interlocked.Increment(ref _losses);
            _known.Last = null;
        }

        _hasTail = false;
        _startsNewLine = length > 0 && !JournalTail.EndsALine(files, _file, length);
        Volatile.Write(ref _position, length);
        if (length == 0)
        {
            WriteHeader_NeedsLock(_file, folder, flushes);
        }

        return _file;
    }

    private void WriteHeader_NeedsLock(SafeFileHandle file, string folder, bool flushes)
    {
        try
        {
            _ = Write_NeedsLock(file, header(), flushes, holdsDecisions: false);
            _ = Flush_NeedsLock(() => AtomicFile.FlushFolder(files, folder), holdsDecisions: false);
        }
        catch (JournalInDoubtException)
        {
            // It says nothing yet, so another one takes its place.
            Volatile.Write(ref _position, 0);
            _ = files.TryDelete(path);
            throw;
        }
    }

    /// <summary>Where the tail stays, a new handle may still cut it off, should this one be stale.</summary>
    private void CutOffAndClose_NeedsLock()
    {
        try
        {
            if (_file is { } file && _hasTail && !IsClosedForGood)
            {
                if (files.Length(file) > _position)
                {
                    files.SetLength(file, _position);
                }

                _hasTail = false;
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // The caller closes the file for good, or opens it once more.
        }

        Close_NeedsLock();
    }

    private void Close_NeedsLock()
    {
        _file?.Dispose();
        _file = null;
    }
}

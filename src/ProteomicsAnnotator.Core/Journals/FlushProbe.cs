using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Whether a disk can flush, after a flush on it failed: a small file is written, flushed and removed before a journal is
/// begun there again, so that a full share does not get a new journal with every try. Between two tries is a growing
/// pause. Blocking; may be called from any thread.
/// </summary>
/// <param name="files">The operations.</param>
/// <param name="time">For the pauses.</param>
/// <param name="longest">The longest pause.</param>
internal sealed class FlushProbe(FileOperations files, TimeProvider time, TimeSpan longest)
{
    /// <summary>Of the names of the files it writes, of which a kill may leave one.</summary>
    public const string Stem = "probe";

    private const int LeastBytes = 4096;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private StorageException? _failure;
    private TimeSpan _pause;
    private long _failedAt;

    /// <summary>Some flush has succeeded: this disk has a flush.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>The last one was answered that this disk has no flush: nothing on it is confirmed.</summary>
    public bool HasNone { get; private set; }

    /// <summary>A flush was answered that there is none.</summary>
    public void NoteNone() => HasNone = true;

    /// <summary>A flush that mattered succeeded.</summary>
    public void NoteSuccess()
    {
        lock (_gate)
        {
            HasSucceeded = true;
            HasNone = false;
            _failure = null;
            _pause = TimeSpan.Zero;
        }
    }

    public void NoteFailure(StorageException failure)
    {
        lock (_gate)
        {
            TimeSpan next = _pause == TimeSpan.Zero ? First : 2 * _pause;
            _pause = next < longest ? next : longest;
            _failedAt = time.GetTimestamp();
            _failure = failure;
        }
    }

    /// <summary>Returns at once unless a flush failed and none has succeeded since.</summary>
    /// <param name="folder">Where something is to be written.</param>
    /// <param name="length">How much: a nearly full disk may have room for less.</param>
    /// <param name="prepare">Makes sure that the folder is there.</param>
    /// <exception cref="StorageException">It cannot flush, or could not a moment ago.</exception>
    public void ThrowIfFailing(string folder, int length, Action prepare)
    {
        lock (_gate)
        {
            if (_failure is not { } failure)
            {
                return;
            }

            if (time.GetElapsedTime(_failedAt) < _pause)
            {
                throw new StorageException(failure.Path, failure.Reason);
            }
        }

        Try(folder, length, prepare);
        lock (_gate)
        {
            _failure = null;
        }
    }

    private void Try(string folder, int length, Action prepare)
    {
        string path = Path.Combine(folder, $".{Stem}_{Guid.NewGuid():N}.tmp");
        try
        {
            prepare();
            using (SafeFileHandle file = files.Open(path, FileMode.CreateNew, FileAccess.Write))
            {
                files.Write(file, new byte[Math.Max(LeastBytes, length)], 0);
                files.FlushToDisk(file);
            }

            AtomicFile.FlushFolder(files, folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error) && !StorageFault.CannotFlush(error))
        {
            StorageException failure = StorageException.FromWriting(folder, error);
            NoteFailure(failure);
            throw failure;
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            // This file system has no flush: it did not fail.
        }
        finally
        {
            // If it stays, it means nothing, and its name says so.
            _ = files.TryDelete(path);
        }
    }
}

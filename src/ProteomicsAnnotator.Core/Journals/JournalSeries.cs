using System.Collections.Concurrent;
using System.Collections.Immutable;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The journals that one program writes for one owner in one folder: one, as a rule. After a failed flush a file is closed
/// for good, whatever a later flush answers: the system may have dropped what it could not write. So it is when what a
/// failed write left there cannot be cut off. Lines up to the last good flush stay; later ones go to a new file, under the
/// ids they have. So they do when a file would get longer than readers take. Blocking, but for the properties.
/// </summary>
internal sealed class JournalSeries : IDisposable
{
    private readonly FileOperations _files;
    private readonly string _folder;
    private readonly Func<string> _nextName;
    private readonly Func<byte[]> _header;
    private readonly Action _verify;
    private readonly FlushProbe _probe;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<ClosedJournal> _closed = new();
    private ImmutableList<string> _names;
    private volatile JournalWriter _current;
    private int _losses;

    /// <param name="files">Makes the files.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="first">Name of the first one.</param>
    /// <param name="nextName">Gives the names of further ones.</param>
    /// <param name="header">First line of each.</param>
    /// <param name="verify">Throws when nothing may be written there.</param>
    /// <param name="probe">Whether that disk can flush.</param>
    /// <param name="isPrivate">Only this account may read them.</param>
    public JournalSeries(
        FileOperations files, string folder, string first, Func<string> nextName, Func<byte[]> header, Action verify, FlushProbe probe, bool isPrivate = false)
    {
        _files = files;
        _folder = folder;
        _nextName = nextName;
        _header = header;
        _verify = verify;
        _probe = probe;
        _names = [first];
        IsPrivate = isPrivate;
        _current = WriterOf(first);
    }

    /// <summary>The longest journal.</summary>
    public long MaxBytes { get; init; } = RegularFile.MaxBytes;

    /// <summary>Only this account may read them.</summary>
    public bool IsPrivate { get; }

    /// <summary>Name of the journal written last, without its ending.</summary>
    public string Name => NameOf(_current);

    /// <summary>Name of the journal that the next line goes to; null: a new one.</summary>
    public string? Writing => _current is { IsClosedForGood: false } writer ? NameOf(writer) : null;

    /// <summary>Bytes of it that are complete lines on disk.</summary>
    public long Length => _current.Length;

    /// <summary>All so far, the current one last.</summary>
    public IReadOnlyList<string> Names => Volatile.Read(ref _names);

    public string PathOf(string name) => Path.Combine(_folder, name + JournalName.Ending);

    /// <summary>Makes sure that the journal and its first line are there.</summary>
    /// <exception cref="StorageException">They are not.</exception>
    public void Begin()
    {
        lock (_gate)
        {
            _ = Append_NeedsLock(static _ => []);
        }
    }

    /// <summary>True when the lines are flushed to disk, false when this file system has no flush.</summary>
    /// <param name="lines">The lines, for the journal of the given name.</param>
    /// <exception cref="StorageException">
    /// Not safely on disk. With a <see cref="JournalInDoubtException"/> inside, a reader may see them all the same.
    /// </exception>
    /// <param name="flushes">False: they may be lost in a power cut until <see cref="Flush"/>.</param>
    public bool Append(Func<string, byte[]> lines, bool flushes = true)
    {
        lock (_gate)
        {
            return Append_NeedsLock(lines, flushes);
        }
    }

    /// <exception cref="StorageException">What was appended without a flush may be lost.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            Flush_NeedsLock();
        }
    }

    /// <summary>Writes a last line for readers; it is not worth a new journal.</summary>
    /// <exception cref="StorageException">Not written.</exception>
    public void End(byte[] line)
    {
        lock (_gate)
        {
            if (!_current.IsClosedForGood)
            {
                _ = Append_NeedsLock(_ => line);
            }
        }
    }

    /// <summary>Checks that the file still has what was appended, without appending anything.</summary>
    public void LookAfter()
    {
        lock (_gate)
        {
            _current.LookAfter();
        }
    }

    /// <summary>True, once, after a file was found without lines that had been flushed to it.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _losses, 0) > 0 | _current.TakeLoss();

    /// <summary>Journals closed for good, each once: the follower reads them from now on.</summary>
    public IEnumerable<ClosedJournal> TakeClosed()
    {
        while (_closed.TryDequeue(out ClosedJournal journal))
        {
            yield return journal;
        }
    }

    public void Dispose() => _current.Dispose();

    private static string NameOf(JournalWriter writer) => Path.GetFileNameWithoutExtension(writer.Path);

    private JournalWriter WriterOf(string name) => new(_files, PathOf(name), _header, _verify) { IsPrivate = IsPrivate };

    private bool Append_NeedsLock(Func<string, byte[]> lines, bool flushes = true)
    {
        byte[] bytes = lines(Name);
        _probe.ThrowIfFailing(_folder, bytes.Length, Prepare);
        if (_current.IsClosedForGood || IsFull(bytes.Length))
        {
            BeginNext();
            bytes = lines(Name);
        }

        try
        {
            (int done, int none) = _current.Flushes;
            bool isFlushed = _current.Append(bytes, flushes);
            if (_current.Flushes.Done > done)
            {
                _probe.NoteSuccess();
            }
            else if (_current.Flushes.None > none)
            {
                _probe.NoteNone();
            }

            return isFlushed;
        }
        catch (StorageException error) when (error.InnerException is JournalInDoubtException)
        {
            _probe.NoteFailure(error);
            NoteClosed();
            throw;
        }
    }

    private void Flush_NeedsLock()
    {
        try
        {
            int before = _current.Flushes.Done;
            _current.Flush();
            if (_current.Flushes.Done > before)
            {
                _probe.NoteSuccess();
            }
        }
        catch (StorageException error) when (error.InnerException is JournalInDoubtException)
        {
            _probe.NoteFailure(error);
            NoteClosed();
            throw;
        }
    }

    private bool IsFull(int coming) => _current.Length + coming > MaxBytes && _current.Length > 0;

    private void NoteClosed()
    {
        if (_current.Length > 0)
        {
            _closed.Enqueue(new ClosedJournal(Name, _current.Length));
        }
    }

    private void Prepare()
    {
        _verify();
        _files.CreateFolder(_folder);
    }

    private void BeginNext()
    {
        if (_current.TakeLoss())
        {
            Interlocked.Increment(ref _losses);
        }

        if (!_current.IsClosedForGood)
        {
            Flush_NeedsLock();
            NoteClosed();
            _current.Dispose();
        }

        string name = _nextName();
        Volatile.Write(ref _names, _names.Add(name));
        _current = WriterOf(name);
    }
}

/// <summary>A journal that this program never writes again, because a flush of it failed, or cutting off what a failed write left.</summary>
/// <param name="Name">Without the ending.</param>
/// <param name="Length">Bytes that had been flushed before.</param>
internal readonly record struct ClosedJournal(string Name, long Length);

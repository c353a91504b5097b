using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Journals of one owner on this machine's disk, readable by this account only, as a rule one per program under the name of
/// its journal on the share (<see cref="Leftovers"/> are those of other programs). Blocking.
/// </summary>
internal sealed class LocalJournals : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly FileOperations _files;
    private readonly string _stateFolder;
    private readonly string _own;
    private readonly Func<string> _nextName;
    private readonly Func<int, byte[]> _header;
    private readonly FlushProbe _probe;

    // Guards _series, what is written to it, and _needsNewName.
    private readonly Lock _gate = new();
    private JournalSet? _series;
    private bool _needsNewName;

    /// <param name="settings">The operations, and the account's folder.</param>
    /// <param name="folder">Of this root, host and owner.</param>
    /// <param name="own">Name of this program's journal.</param>
    /// <param name="nextName">Gives further names, should a flush of that one fail.</param>
    /// <param name="header">Of a format; made when the first line is kept.</param>
    public LocalJournals(LabelShareSettings settings, string folder, string own, Func<string> nextName, Func<int, byte[]> header)
    {
        _files = settings.Files;
        _stateFolder = settings.StateFolder;
        Folder = folder;
        _own = own;
        _nextName = nextName;
        _header = header;
        _probe = new FlushProbe(settings.Files, settings.TimeProvider, LongestPause);
    }

    public string Folder { get; }

    /// <summary>This program has written here.</summary>
    public bool HasOwn => Volatile.Read(ref _series) is not null;

    /// <summary>Flushed to this machine's disk when it returns.</summary>
    /// <param name="format">That the lines need.</param>
    /// <param name="lines">The lines, for the journal of the given name.</param>
    /// <exception cref="StorageException">Not kept.</exception>
    public void Append(int format, Func<string, byte[]> lines)
    {
        lock (_gate)
        {
            _ = Series_NeedsLock().Of(format).Append(lines);
        }
    }

    /// <summary>Survives the end of the program; a power cut only after <see cref="Flush"/>.</summary>
    /// <exception cref="StorageException">Not kept.</exception>
    public void AppendUnflushed(int format, Func<string, byte[]> lines)
    {
        lock (_gate)
        {
            _ = Series_NeedsLock().Of(format).Append(lines, flushes: false);
        }
    }

    /// <exception cref="StorageException">What was appended may be lost in a power cut.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            _series?.Flush();
        }
    }

    /// <summary>The next line begins a file with a header of its own.</summary>
    public void BeginNextFile()
    {
        lock (_gate)
        {
            TryFlush_NeedsLock();
            _series?.Dispose();
            _series = null;
            _needsNewName = true;
        }
    }

    /// <summary>Everything in them is on the share now. A file that cannot be deleted is delivered again, which is harmless.</summary>
    /// <param name="others">Files of programs that have ended.</param>
    /// <param name="isOwnDelivered">Asked while nothing can be appended: this program's own files may go too.</param>
    /// <returns>True when none of this program is left.</returns>
    public bool Delete(IEnumerable<string> others, Func<bool> isOwnDelivered)
    {
        lock (_gate)
        {
            bool isOwnGone = _series is null;
            if (_series is { } own && isOwnDelivered())
            {
                own.Dispose();
                _needsNewName |= own.Names.Count > 1;
                _series = null;
                isOwnGone = own.Names.Select(own.PathOf).Count(_files.TryDelete) == own.Names.Count;
            }

            foreach (string path in others)
            {
                _ = _files.TryDelete(path);
            }

            return isOwnGone;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _series?.Dispose();
        }
    }

    private JournalSet Series_NeedsLock()
    {
        if (_series is null)
        {
            string first = _needsNewName ? _nextName() : _own;
            _series = new JournalSet(format => new JournalSeries(
                _files,
                Folder,
                format == JournalFormat.Numbers ? first : _nextName(),
                _nextName,
                () => _header(format),
                () => PrivatePath.CreateFolder(_files, _stateFolder, Folder),
                _probe,
                isPrivate: true));
        }

        return _series;
    }

    private void TryFlush_NeedsLock()
    {
        try
        {
            _series?.Flush();
        }
        catch (StorageException)
        {
            // Belongs to the former share, which can no longer be asked.
        }
    }
}

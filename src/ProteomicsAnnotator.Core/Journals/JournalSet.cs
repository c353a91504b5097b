using System.Collections.Immutable;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// All journals that one program writes for one owner in one folder: a series for each format, begun with the first decision
/// that needs it. All decisions have their ids from the first one. Blocking, but for the properties; thread-safe.
/// </summary>
internal sealed class JournalSet : IDisposable
{
    private readonly Func<int, JournalSeries> _make;
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<int, JournalSeries> _series = ImmutableSortedDictionary<int, JournalSeries>.Empty;

    /// <param name="make">Gets the format.</param>
    public JournalSet(Func<int, JournalSeries> make)
    {
        _make = make;
        First = Of(JournalFormat.Numbers);
    }

    public JournalSeries First { get; }

    public IEnumerable<JournalSeries> All => Volatile.Read(ref _series).Values;

    /// <summary>Of all files there were.</summary>
    public IReadOnlyList<string> Names => [.. All.SelectMany(series => series.Names)];

    public string PathOf(string name) => First.PathOf(name);

    /// <summary>For decisions of a format; no file is made before the first one.</summary>
    public JournalSeries Of(int format)
    {
        lock (_gate)
        {
            if (!_series.TryGetValue(format, out JournalSeries? series))
            {
                series = _make(format);
                Volatile.Write(ref _series, _series.Add(format, series));
            }

            return series;
        }
    }

    /// <summary>The next line of a format goes to it.</summary>
    public bool IsWriting(string name) => All.Any(series => series.Writing == name);

    /// <exception cref="StorageException">What was appended to one of them without a flush may be lost.</exception>
    public void Flush()
    {
        StorageException? failure = null;
        foreach (JournalSeries series in All)
        {
            try
            {
                series.Flush();
            }
            catch (StorageException error)
            {
                failure ??= error;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>A last line for whoever reads, where there is a file.</summary>
    /// <exception cref="StorageException">Not written.</exception>
    public void End(byte[] line)
    {
        foreach (JournalSeries series in All.Where(series => series == First || series.Length > 0))
        {
            series.End(line);
        }
    }

    /// <summary>As of each series.</summary>
    public void LookAfter()
    {
        foreach (JournalSeries series in All)
        {
            series.LookAfter();
        }
    }

    /// <summary>True, once, when a file was found without lines that had been flushed to it.</summary>
    public bool TakeLoss() => All.ToList().FindAll(series => series.TakeLoss()).Count > 0;

    /// <summary>Once each: files that are others' to look after now.</summary>
    public IEnumerable<ClosedJournal> TakeClosed() => All.SelectMany(series => series.TakeClosed());

    public void Dispose()
    {
        foreach (JournalSeries series in All)
        {
            series.Dispose();
        }
    }
}

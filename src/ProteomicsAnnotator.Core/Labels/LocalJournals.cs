using System.Diagnostics;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Decisions that could not reach the share, on this machine's disk, one file per program and owner under the name of
/// its journal. Files of programs that have ended are taken over; a running program delivers its own. Blocking.
/// </summary>
internal sealed class LocalJournals : IDisposable
{
    private readonly FileOperations _files;
    private readonly string _folder;
    private readonly string _own;
    private readonly Func<byte[]> _header;
    private readonly Lock _gate = new();
    private JournalWriter? _writer;

    /// <param name="files">Makes the files.</param>
    /// <param name="folder">Of this host and owner: another host may share the state folder.</param>
    /// <param name="own">Name of this program's journal.</param>
    /// <param name="header">Made when the first line is kept.</param>
    public LocalJournals(FileOperations files, string folder, string own, Func<byte[]> header)
    {
        _files = files;
        _folder = folder;
        _own = own;
        _header = header;
    }

    private string OwnPath => PathOf(_own);

    /// <summary>Flushed to this machine's disk when it returns.</summary>
    /// <exception cref="StorageException">Not kept.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            _writer ??= new JournalWriter(_files, OwnPath, _header, static () => { });
            _writer.Append(lines);
        }
    }

    /// <summary>Everything in them is on the share now. A file that cannot be deleted is delivered again: harmless.</summary>
    /// <param name="others">Files of programs that have ended.</param>
    /// <param name="isOwnDelivered">Asked while nothing can be appended: this program's own file may go too.</param>
    public void Delete(IEnumerable<string> others, Func<bool> isOwnDelivered)
    {
        lock (_gate)
        {
            bool endsOwn = _writer is not null && isOwnDelivered();
            if (endsOwn)
            {
                _writer?.Dispose();
                _writer = null;
            }

            foreach (string path in endsOwn ? others.Append(OwnPath) : others)
            {
                TryDelete(path);
            }
        }
    }

    /// <summary>Files of this owner left by programs that have ended.</summary>
    public IReadOnlyList<LocalLeftover> FindLeftovers()
    {
        List<LocalLeftover> found = [];
        foreach (string name in List())
        {
            if (name != _own && TryRead(name) is { } leftover)
            {
                found.Add(leftover);
            }
        }

        return found;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
        }
    }

    /// <summary>Header properties by which a later program sees whether this one still runs.</summary>
    public static JournalHeader Stamp(JournalHeader header, string? rootId)
    {
        using Process process = Process.GetCurrentProcess();
        return header with
        {
            ProcessId = process.Id,
            ProcessStarted = process.StartTime.ToUniversalTime().Ticks,
            RootId = rootId,
        };
    }

    private void TryDelete(string path)
    {
        try
        {
            _files.Delete(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // It stays and is delivered again.
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + JournalName.Ending);

    private IReadOnlyList<string> List()
    {
        try
        {
            return [.. _files.ListFiles(_folder)
                .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal))
                .Select(name => name[..^JournalName.Ending.Length])];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return [];
        }
    }

    private LocalLeftover? TryRead(string name)
    {
        try
        {
            JournalContent content = JournalContent.Parse(_files.ReadAll(PathOf(name)), name, startsWithHeader: true);
            return content.Header is { } header && IsRunning(header)
                ? null
                : new LocalLeftover(PathOf(name), content.Events, content.Header?.RootId);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return null;
        }
    }

    // A start time moves when the clock is set, so a process of our own name also counts as the one that wrote the file.
    private static bool IsRunning(JournalHeader header)
    {
        try
        {
            using Process process = Process.GetProcessById(header.ProcessId);
            using Process own = Process.GetCurrentProcess();
            long difference = process.StartTime.ToUniversalTime().Ticks - header.ProcessStarted;
            return Math.Abs(difference) < 2 * TimeSpan.TicksPerSecond || process.ProcessName == own.ProcessName;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

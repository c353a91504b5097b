using System.Collections.Concurrent;
using System.Globalization;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Looks for journals in a format this program does not know: what they say may mean something else. A journal's first
/// line never changes, so each is read once, or again when it grew if it had none (empty, too long). A journal that could
/// not be read waits behind all others. Blocking; may be called from any thread.
/// </summary>
internal sealed class FormatGuard(LabelShareSettings settings, SharedRoot root)
{
    private readonly ConcurrentDictionary<string, int> _formats = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _withoutHeader = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);
    private long _failures;
    private volatile string? _found;
    private volatile string? _problem;

    /// <summary>The first find, with the file, in words; null: none so far.</summary>
    public string? Found => _found;

    /// <summary>Why it is not known whether there are any, with the folder, in words; null: the owners could be listed.</summary>
    public string? Problem => _problem;

    public static string Describe(string path, int format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path} was written by a newer version of this program (format {format}; this one understands {JournalHeader.CurrentFormat}). Labels are kept; exports need an update.");

    /// <summary>Why nothing is derived from what a journal says, in words; null: all of it is understood.</summary>
    public static string? Describe(string path, JournalState journal) =>
        journal.Format > JournalHeader.CurrentFormat ? Describe(path, journal.Format)
        : journal.IsNewer ? $"{path} has a label of a block whose name this program does not know (a newer version wrote it, or the line is damaged). Labels are kept; exports need an update."
        : null;

    /// <summary>
    /// Paths of journals whose first line nobody has read yet, of each owner the newest first. An owner whose folder cannot be
    /// listed is left for the next time; when the owners cannot be listed, <see cref="Problem"/> says so.
    /// </summary>
    /// <param name="deadline">Timestamp after which no further folder is listed; null: none.</param>
    public IReadOnlyList<string> Unread(long? deadline = null)
    {
        var folders = Folders().ToDictionary(journals => journals.Folder, StringComparer.Ordinal);
        string[] paths =
        [
            .. root.Reads.Each([.. folders.Keys], folder => folders[folder].NamesInFolder(), deadline: deadline)
                .SelectMany(read => (read.Value ?? []).Where(JournalName.IsJournal).Select(folders[read.Path].PathOf))
                .Where(path => !_formats.ContainsKey(path) && !_failed.ContainsKey(path)),
        ];
        string[] known = [.. paths.Where(_withoutHeader.ContainsKey)];
        IEnumerable<string> same = root.Reads.Each(known, settings.Files.Stat, deadline: deadline)
            .Where(read => read.Value is not { } stamp || stamp.Length <= _withoutHeader[read.Path])
            .Select(read => read.Path);
        return [.. paths.Except(same, StringComparer.Ordinal)];
    }

    /// <summary>Paths whose reading failed, those tried longest ago first.</summary>
    public IEnumerable<string> Failed => _failed.ToArray().OrderBy(item => item.Value).Select(item => item.Key);

    /// <summary>Reads first lines. A file that cannot be read is one of <see cref="Failed"/> then.</summary>
    public void Read(IEnumerable<string> paths)
    {
        foreach (BoundedRead<JournalHead> head in root.Reads.Each([.. paths], ReadHead))
        {
            Take(head);
        }
    }

    private JournalHead ReadHead(string path) =>
        new JournalDirectory(settings.Files, root.Reads, Path.GetDirectoryName(path)!).ReadHead(Path.GetFileNameWithoutExtension(path));

    private IEnumerable<JournalDirectory> Folders()
    {
        JournalDirectory admin = root.Journals.Of(LabelOwner.OfAdmins);
        try
        {
            IReadOnlyList<string> names = root.Journals.UserFolders();
            _problem = null;
            return [.. names.Select(user => root.Journals.Of(LabelOwner.OfUser(user))), admin];
        }
        catch (StorageException error)
        {
            _problem = $"{root.Journals.Users} cannot be listed: {error.Reason}. What the journals there say is not known.";
            return [admin];
        }
    }

    private void Take(BoundedRead<JournalHead> read)
    {
        string path = read.Path;
        if (read.Error is { } error)
        {
            if (error.InnerException is { } inner && StorageFault.IsMissing(inner))
            {
                _ = _failed.TryRemove(path, out _);
            }
            else
            {
                _failed[path] = Interlocked.Increment(ref _failures);
            }

            return;
        }

        _ = _failed.TryRemove(path, out _);
        if (!read.Value.IsWhole)
        {
            _withoutHeader[path] = read.Value.Length;
            return;
        }

        int format = read.Value.Header?.Format ?? JournalFormat.Numbers;
        if (format > JournalHeader.CurrentFormat)
        {
            _found ??= Describe(path, format);
        }

        _formats[path] = format;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Looks for journals in a format this program does not know: what they say may mean something else. A journal's first
/// line never changes, so that each is read once; without one (empty, too long) again when it grew. One that could not be
/// read waits behind all others. Blocking; may be called from any thread.
/// </summary>
internal sealed class NewerJournals(FileOperations files, SharedRoot root)
{
    private const int HeaderBytes = 16 * 1024;
    private readonly ConcurrentDictionary<string, int> _formats = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _withoutHeader = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);
    private long _failures;
    private volatile string? _found;
    private volatile string? _problem;

    /// <summary>What was found, with the file, in words; null: nothing so far.</summary>
    public string? Found => _found;

    /// <summary>Why it is not known whether there are any, with the folder, in words; null: the owners could be listed.</summary>
    public string? Problem => _problem;

    public static string Describe(string path, int format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path} was written by a newer version of this program (format {format}; this one understands {JournalHeader.CurrentFormat}). Labels are kept; exports need an update.");

    /// <summary>
    /// Paths of journals whose first line nobody has read yet, of each owner the newest first; listed while they are
    /// enumerated. An owner whose folder cannot be listed is left for the next time; when the owners cannot be listed,
    /// <see cref="Problem"/> says so.
    /// </summary>
    public IEnumerable<string> Unread() => Folders().SelectMany(Unread);

    /// <summary>Paths whose reading failed, those tried longest ago first.</summary>
    public IEnumerable<string> Failed => _failed.ToArray().OrderBy(item => item.Value).Select(item => item.Key);

    /// <summary>Reads first lines. A file that cannot be read is one of <see cref="Failed"/> then.</summary>
    public void Read(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            ReadFormat(path);
        }
    }

    private IEnumerable<string> Folders()
    {
        string users = root.PathOf("history", "users");
        string admin = root.PathOf("history", "admin");
        try
        {
            IReadOnlyList<string> names = files.ListFolders(users);
            _problem = null;
            return [.. names.Select(user => Path.Combine(users, user)), admin];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _problem = StorageFault.IsMissing(error)
                ? null
                : $"{users} cannot be listed: {StorageFault.Describe(error)}. What the journals there say is not known.";
            return [admin];
        }
    }

    private IEnumerable<string> Unread(string folder)
    {
        try
        {
            return files.ListFiles(folder)
                .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal) && name[0] != '.')
                .OrderDescending(StringComparer.Ordinal)
                .Select(name => Path.Combine(folder, name))
                .Where(path => !_formats.ContainsKey(path) && !_failed.ContainsKey(path) && HasGrown(path));
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return [];
        }
    }

    private bool HasGrown(string path)
    {
        try
        {
            return !_withoutHeader.TryGetValue(path, out long length) || files.Stat(path)?.Length > length;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return false;
        }
    }

    private void ReadFormat(string path)
    {
        try
        {
            var bytes = new byte[HeaderBytes];
            using SafeFileHandle file = files.Open(path, FileMode.Open, FileAccess.Read);
            long length = files.Length(file);
            int end = bytes.AsSpan(0, files.Read(file, bytes, 0)).IndexOf((byte)'\n');
            _ = _failed.TryRemove(path, out _);
            if (end < 0)
            {
                _withoutHeader[path] = length;
                return;
            }

            int format = JournalHeader.TryParse(bytes.AsMemory(0, end))?.Format ?? JournalHeader.CurrentFormat;
            if (format > JournalHeader.CurrentFormat)
            {
                _found ??= Describe(path, format);
            }

            _formats[path] = format;
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            _ = _failed.TryRemove(path, out _);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _failed[path] = Interlocked.Increment(ref _failures);
        }
    }
}

using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Users whose derived file does not say what their journals say, because a program ended between the two or another
/// program wrote it from stale memory: their labels are merged from the journals and the file's foreign entries here.
/// Looks only at the ends of the newest journals, and only at those that grew, so that it can be asked often.
/// Blocking; calls are made one after another.
/// </summary>
internal sealed class LaggingFiles(FileOperations files, SharedRoot root)
{
    private const int JournalsPerUser = 3;
    private const int TailBytes = 8 * 1024;
    private static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, MergedUser> _lagging = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FileStamp Stamp, LabelEvent? Last)> _tails = new(StringComparer.Ordinal);

    /// <summary>Those concerned.</summary>
    public IReadOnlyCollection<string> Users => _lagging.Keys;

    /// <param name="user">One of <see cref="Users"/>.</param>
    /// <param name="file">What the file says now; null: nothing.</param>
    public IReadOnlyDictionary<BlockId, Vote> Votes(string user, IReadOnlyDictionary<BlockId, Vote>? file) => _lagging[user].Votes(file);

    /// <summary>
    /// True when the users or what their journals say changed. A user whose journals cannot be read is left as the file
    /// says, or as was known.
    /// </summary>
    /// <param name="known">The files as read last; a user without one counts as lagging once there is a decision.</param>
    public bool Refresh(IReadOnlyDictionary<string, VoteFile> known)
    {
        bool changed = false;
        foreach (string user in ListUsers())
        {
            try
            {
                if (!IsLagging(user, known.GetValueOrDefault(user)))
                {
                    changed |= _lagging.Remove(user);
                    continue;
                }

                MergedUser merged = _lagging.GetValueOrDefault(user) ?? new MergedUser(files, root.PathOf("history", "users", user));
                changed |= merged.Refresh() | _lagging.TryAdd(user, merged);
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                continue;
            }
        }

        return changed;
    }

    private static bool SaysFile(VoteFile file, LabelEvent last) => file.Votes is { } votes
        && (last.Label is { } label
            ? votes.TryGetValue(last.Key.Block, out Vote vote) && vote == new Vote(label, last.At)
            : !votes.ContainsKey(last.Key.Block));

    private IReadOnlyList<string> ListUsers()
    {
        try
        {
            return files.ListFolders(root.PathOf("history", "users"));
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // NewerJournals, which lists them too, tells.
            return [];
        }
    }

    private bool IsLagging(string user, VoteFile? file)
    {
        string folder = root.PathOf("history", "users", user);
        IEnumerable<string> newest = files.ListFiles(folder)
            .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal)
            .Take(JournalsPerUser);
        foreach (string name in newest)
        {
            string path = Path.Combine(folder, name);
            if (files.Stat(path) is { } stamp
                && !(file?.Stamp is { } derived && IsUsual(stamp.Modified - derived.Modified))
                && LastDecision(path, name, stamp) is { Key.Root: null } last
                && (file is null || (file.Problem is null && !SaysFile(file, last))))
            {
                return true;
            }
        }

        return false;
    }

    // Written behind its journal at any moment; a file that is newer and says something else will not be.
    private static bool IsUsual(TimeSpan lag) => lag > TimeSpan.Zero && lag <= UsualLag;

    private LabelEvent? LastDecision(string path, string name, FileStamp stamp)
    {
        if (_tails.TryGetValue(path, out (FileStamp Stamp, LabelEvent? Last) tail) && tail.Stamp == stamp)
        {
            return tail.Last;
        }

        var bytes = new byte[Math.Min(TailBytes, stamp.Length)];
        using SafeFileHandle file = files.Open(path, FileMode.Open, FileAccess.Read);
        int count = files.Read(file, bytes, stamp.Length - bytes.Length);
        JournalContent content = JournalContent.Parse(bytes.AsMemory(0, count), name[..^JournalName.Ending.Length], startsWithHeader: false);
        LabelEvent? last = content.Events.Count > 0 ? content.Events[^1] : null;
        _tails[path] = (stamp, last);
        return last;
    }
}

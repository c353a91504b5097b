using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Users whose derived file lacks decisions of their journals, because a program ended between the two: their labels
/// are merged from the journals here. Looks only at the ends of the newest journals, so that it can be asked often.
/// Blocking; calls are made one after another.
/// </summary>
internal sealed class LaggingFiles(FileOperations files, SharedRoot root)
{
    private const int JournalsPerUser = 3;
    private const int TailBytes = 8 * 1024;
    private static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, (JournalFolder Folder, LabelMerge Merge)> _lagging = new(StringComparer.Ordinal);

    /// <summary>Labels of the users concerned, by username.</summary>
    public IReadOnlyDictionary<string, LabelSnapshot> Labels { get; private set; } =
        new Dictionary<string, LabelSnapshot>(StringComparer.Ordinal);

    /// <summary>True when <see cref="Labels"/> changed. A user whose journals cannot be read is left as the file says.</summary>
    /// <param name="known">The files as read last; a user without one counts as lagging once there is a decision.</param>
    public bool Refresh(IReadOnlyDictionary<string, VoteFile> known)
    {
        var labels = new Dictionary<string, LabelSnapshot>(StringComparer.Ordinal);
        foreach (string user in Users())
        {
            try
            {
                if (IsLagging(user, known.GetValueOrDefault(user)))
                {
                    labels[user] = Merge(user);
                }
                else
                {
                    _ = _lagging.Remove(user);
                }
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                continue;
            }
        }

        bool isSame = labels.Count == Labels.Count
            && labels.All(pair => Labels.TryGetValue(pair.Key, out LabelSnapshot? before) && ReferenceEquals(before, pair.Value));
        Labels = labels;
        return !isSame;
    }

    private static bool SaysFile(VoteFile file, LabelEvent last) => file.Votes is { } votes
        && (last.Label is { } label
            ? votes.TryGetValue(last.Key.Block, out Vote vote) && vote == new Vote(label, last.At)
            : !votes.ContainsKey(last.Key.Block));

    private IReadOnlyList<string> Users()
    {
        try
        {
            return files.ListFolders(root.PathOf("history", "users"));
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
    }

    private LabelSnapshot Merge(string user)
    {
        if (!_lagging.TryGetValue(user, out (JournalFolder Folder, LabelMerge Merge) state))
        {
            state = (new JournalFolder(files, root.PathOf("history", "users", user)), new LabelMerge());
            _lagging[user] = state;
        }

        _ = state.Merge.AddRange(state.Folder.ReadNew().Events);
        return state.Merge.Snapshot;
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
                && (file?.Stamp is not { } derived || stamp.Modified - derived.Modified > UsualLag)
                && LastDecision(path, name, stamp.Length) is { Key.Root: null } last
                && (file is null || (file.Problem is null && !SaysFile(file, last))))
            {
                return true;
            }
        }

        return false;
    }

    private LabelEvent? LastDecision(string path, string name, long length)
    {
        var bytes = new byte[Math.Min(TailBytes, length)];
        using SafeFileHandle file = files.Open(path, FileMode.Open, FileAccess.Read);
        int count = files.Read(file, bytes, length - bytes.Length);
        JournalContent tail = JournalContent.Parse(bytes.AsMemory(0, count), name[..^JournalName.Ending.Length], startsWithHeader: false);
        return tail.Events.Count > 0 ? tail.Events[^1] : null;
    }
}

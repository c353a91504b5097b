using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// All users' labels from <c>users/*.json</c>: files in parallel, each again only when its size, mtime or inode
/// changed. Blocking; calls are made one after another.
/// </summary>
internal sealed class VoteReader(LabelShareSettings settings, SharedRoot root)
{
    private const string Ending = ".json";
    private readonly FileOperations _files = settings.Files;
    private readonly ConcurrentDictionary<string, VoteFile> _known = new(StringComparer.Ordinal);
    private readonly BlockNames _names = new();
    private readonly LaggingFiles _lagging = new(settings.Files, root);

    public AllVotes ReadAll()
    {
        List<StorageException> unreadable = [];
        IReadOnlyList<string> users = [];
        try
        {
            users = ListUsers();
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            unreadable.Add(StorageException.From(Folder, error));
            users = [.. _known.Keys];
        }

        var found = new VoteFile[users.Count];
        Parallel.For(0, users.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = ReadOne(users[i]));
        for (int i = 0; i < users.Count; i++)
        {
            _known[users[i]] = found[i];
        }

        unreadable.AddRange(found.Select(file => file.Problem).OfType<StorageException>());
        return new AllVotes(Merge(found), unreadable, [.. found.SelectMany(file => file.Notices)]);
    }

    /// <summary>True when a user file appeared, vanished or changed, or journals were found to say more than it.</summary>
    public bool HasChanged()
    {
        IReadOnlyList<string> users = ListUsers();
        return users.Count != _known.Count
            || users.Any(user => !_known.TryGetValue(user, out VoteFile? file) || file.Stamp != _files.Stat(PathOf(user)))
            || _lagging.Refresh(_known);
    }

    /// <param name="name">Of a file in <c>users</c>.</param>
    public static bool IsUserFile(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal) && name[0] != '.' && !name.EndsWith("_display.json", StringComparison.Ordinal);

    private string Folder => root.PathOf("users");

    private string PathOf(string user) => root.PathOf("users", user + Ending);

    private IReadOnlyList<string> ListUsers()
    {
        try
        {
            return [.. _files.ListFiles(Folder)
                .Where(IsUserFile)
                .Select(name => name[..^Ending.Length])
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
    }

    private List<UserVotes> Merge(VoteFile[] found)
    {
        var users = new SortedDictionary<string, UserVotes>(StringComparer.Ordinal);
        foreach (VoteFile file in found)
        {
            if (file.Votes is { } votes)
            {
                users[file.Username] = new UserVotes(file.Username, votes);
            }
        }

        foreach (string user in _lagging.Users)
        {
            users[user] = new UserVotes(user, _lagging.Votes(user, users.GetValueOrDefault(user)?.Votes));
        }

        return [.. users.Values];
    }

    private VoteFile ReadOne(string user)
    {
        string path = PathOf(user);
        try
        {
            FileStamp? stamp = _files.Stat(path);
            if (_known.TryGetValue(user, out VoteFile? known) && known.Stamp == stamp && known.Problem is null)
            {
                return known;
            }

            var folders = new NestedFolders(settings.DataRoot, _files.FolderExists);
            JsonRead<VoteFile> read = JsonFile.Read(_files, path, bytes => VoteFileReader.Read(user, bytes, _names, folders));
            return read.Value is { } file
                ? file with { Stamp = read.Stamp }
                : new VoteFile(user, stamp, null, [], read.Error ?? new StorageException(path, "the file is gone"));
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return new VoteFile(user, null, null, [], StorageException.From(path, error));
        }
    }
}

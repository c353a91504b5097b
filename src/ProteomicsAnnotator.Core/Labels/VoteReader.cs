using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// All users' labels for whoever follows them: from <c>users/*.json</c>, each again only when its size, mtime or inode
/// changed, and from the journals of those whose file lags behind. Blocking; calls are made one after another.
/// </summary>
internal sealed class VoteReader(LabelShareSettings settings, SharedRoot root)
{
    private readonly BlockNames _names = new();
    private readonly Dictionary<string, OwnerReader> _readers = new(StringComparer.Ordinal);
    private ShareOwners _owners = new([], [], []);
    private Dictionary<string, FileStamp?> _stamps = [];

    public AllVotes ReadAll()
    {
        var owners = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot);
        _owners = owners.Faults.Count > 0 ? owners with { Users = [.. owners.Users.UnionBy(_owners.Users, user => user.Username, StringComparer.Ordinal).OrderBy(user => user.Username, StringComparer.Ordinal)] } : owners;
        LoadFiles();
        List<OwnerSnapshot> users = [.. _owners.Users.Select(user => ReaderOf(user).Read(SnapshotDepth.File, user))];
        _stamps = Stamps(_owners);
        return AllVotes.Of(users, _owners);
    }

    /// <summary>True when a user file appeared, vanished or changed, or journals were found to say more than it.</summary>
    public bool HasChanged()
    {
        var owners = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot);
        return !Named(owners).SequenceEqual(Named(_owners), StringComparer.Ordinal)
            || !owners.Strangers.SequenceEqual(_owners.Strangers, StringComparer.Ordinal)
            || Stamps(owners) is var stamps && (stamps.Count != _stamps.Count || stamps.Any(stamp => !_stamps.TryGetValue(stamp.Key, out FileStamp? known) || known != stamp.Value))
            || LooksBehind(owners);
    }

    private static IEnumerable<string> Named(ShareOwners owners) =>
        owners.Users.SelectMany(user => user.HasFile ? user.Variants.Append(user.Username) : user.Variants);

    /// <summary>Those whose file and nothing else counts are read at once; one that hangs costs only itself.</summary>
    private void LoadFiles()
    {
        foreach (OwnerFiles user in _owners.Users.Where(user => !user.HasFile))
        {
            ReaderOf(user).Accept(null);
        }

        List<OwnerFiles> users = [.. _owners.Users.Where(user => user.HasFile && user.Variants.Count == 0)];
        IReadOnlyList<BoundedRead<VoteFile>> files = root.Reads.Each(
            [.. users.Select(user => LabelLogSettings.OfUser(user.Username).DerivedPath(root))],
            path => ReaderOf(path).LoadFile());
        for (int i = 0; i < users.Count; i++)
        {
            ReaderOf(users[i]).Accept(files[i].Value ?? new VoteFile(users[i].Username, null, null, [], files[i].Error));
        }
    }

    /// <summary>True when what the ends of the journals make of a user changed.</summary>
    private bool LooksBehind(ShareOwners owners)
    {
        bool changed = false;
        foreach (OwnerFiles user in owners.Users.Where(user => user.HasJournals))
        {
            OwnerReader reader = ReaderOf(user);
            OwnerSnapshot before = reader.Last;
            changed |= !ReferenceEquals(reader.Read(SnapshotDepth.Tail, user), before);
        }

        return changed;
    }

    private Dictionary<string, FileStamp?> Stamps(ShareOwners owners)
    {
        string[] paths = [.. owners.Users.SelectMany(user => user.HasFile ? user.Variants.Append(LabelLogSettings.OfUser(user.Username).DerivedPath(root)) : user.Variants)];
        return root.Reads.Each(paths, settings.Files.Stat).ToDictionary(read => read.Path, read => read.Value, StringComparer.Ordinal);
    }

    private OwnerReader ReaderOf(string path) => ReaderOf(new OwnerFiles(Path.GetFileNameWithoutExtension(path)));

    private OwnerReader ReaderOf(OwnerFiles user)
    {
        lock (_readers)
        {
            if (!_readers.TryGetValue(user.Username, out OwnerReader? reader))
            {
                reader = new OwnerReader(settings, root, LabelLogSettings.OfUser(user.Username), _names);
                _readers[user.Username] = reader;
            }

            return reader;
        }
    }
}

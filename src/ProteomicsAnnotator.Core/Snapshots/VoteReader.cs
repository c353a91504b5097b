using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// All users' labels for whoever follows them: from <c>users/*.json</c>, each again only when its size, mtime or inode
/// changed, and from the journals of those whose file lags behind. Blocking, each call for no longer than a few seconds:
/// what is not begun by then is named, and looked for at the next look. Calls are made one after another.
/// </summary>
/// <param name="settings">Of the share.</param>
/// <param name="root">The share.</param>
/// <param name="usualLag">A file that is older than its journals by no more than this is about to be written: it is not looked behind.</param>
internal sealed class VoteReader(LabelShareSettings settings, SharedRoot root, TimeSpan usualLag)
{
    private const int AtOnce = 16;

    /// <summary>Of a file behind its journals while programs write.</summary>
    public static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private static readonly ParallelOptions SeveralAtOnce = new() { MaxDegreeOfParallelism = AtOnce };
    private readonly BlockNames _names = new();
    private readonly OriginalFollower _originals = new(settings, root);
    private readonly Dictionary<string, OwnerReader> _readers = new(StringComparer.Ordinal);
    private readonly DecisionFollower<PeopleDecisions> _people = new(DecisionFiles.Closed(root), PeopleDecisions.Of, PeopleDecisions.None);
    private readonly DecisionFollower<CampaignSettings> _campaign = new(DecisionFiles.Public(root), CampaignSettings.Of, CampaignSettings.None);
    private readonly DecisionFollower<CalibrationRound> _calibration = new(DecisionFiles.Calibration(root), CalibrationRound.Of, CalibrationRound.None);
    private readonly MergedPeople _merged = new();
    private readonly SeparatedCalibration _separated = new();
    private ShareOwners _owners = new([], [], []);
    private Dictionary<string, FileStamp?> _stamps = [];

    public AllVotes ReadAll()
    {
        _ = _people.Look() | _campaign.Look() | _calibration.Look();
        var owners = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot, _originals.Tree);
        EveryOwner.AwaitDataSets(root, owners.All, Limit);
        long deadline = Deadline();
        _owners = owners.Faults.Count > 0 ? owners with { Users = [.. owners.Users.UnionBy(_owners.Users, user => user.Username, StringComparer.Ordinal).OrderBy(user => user.Username, StringComparer.Ordinal)] } : owners;
        LoadFiles(deadline);
        OwnerFiles[] files = [.. _owners.All];
        var users = new OwnerSnapshot[files.Length];
        Parallel.For(0, users.Length, SeveralAtOnce, i => users[i] = ReaderOf(files[i]).Read(SnapshotDepth.File, files[i], deadline));
        _stamps = Stamps(_owners, deadline);
        AllVotes votes = _separated.Separate(_merged.Merge(AllVotes.Of(users, _owners, _people.Current), _people.Current), _calibration.Current) with { Campaign = _campaign.Current };
        StorageException[] faults = [.. new[] { _people.Fault, _campaign.Fault, _calibration.Fault }.OfType<StorageException>()];
        return faults.Length > 0 ? votes with { Unreadable = [.. votes.Unreadable, .. faults] } : votes;
    }

    /// <summary>True when a user file appeared, vanished or changed, or journals were found to say more than it.</summary>
    public bool HasChanged()
    {
        long deadline = Deadline();
        var owners = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot, _originals.Tree);
        return !Named(owners).SequenceEqual(Named(_owners), StringComparer.Ordinal)
            || !owners.Strangers.SequenceEqual(_owners.Strangers, StringComparer.Ordinal)
            || Stamps(owners, deadline) is var stamps && (stamps.Count != _stamps.Count || stamps.Any(stamp => !_stamps.TryGetValue(stamp.Key, out FileStamp? known) || known != stamp.Value))
            || _people.Look() | _campaign.Look() | _calibration.Look()
            || LooksBehind(owners, deadline);
    }

    private static IEnumerable<string> Named(ShareOwners owners) =>
        owners.All.SelectMany(user => (user.HasFile ? user.Variants.Append(user.Username) : user.Variants).Concat(user.Originals));

    /// <summary>Reads those whose file alone counts several at once; one that hangs costs only itself.</summary>
    private void LoadFiles(long deadline)
    {
        foreach (OwnerFiles user in _owners.All.Where(user => !user.HasFile))
        {
            ReaderOf(user).Accept(null);
        }

        List<OwnerFiles> users = [.. _owners.All.Where(user => user.HasFile && user.Variants.Count == 0 && user.Originals.Count == 0)];
        IReadOnlyList<BoundedRead<VoteFile>> files = root.Reads.Each(
            [.. users.Select(user => LabelOwner.OfUser(user.Username).DerivedPath(root))],
            path => ReaderOf(path).LoadFile(),
            deadline: deadline);
        for (int i = 0; i < users.Count; i++)
        {
            ReaderOf(users[i]).Accept(files[i].Value ?? new VoteFile(users[i].Username, null, null, [], files[i].Error));
        }
    }

    /// <summary>True when the ends of the journals changed what a user's labels are.</summary>
    private bool LooksBehind(ShareOwners owners, long deadline)
    {
        int changed = 0;
        Parallel.ForEach(owners.All.Where(user => user.HasJournals || user.Originals.Count > 0), SeveralAtOnce, user =>
        {
            OwnerReader reader = ReaderOf(user);
            OwnerSnapshot before = reader.Last;
            if (!ReferenceEquals(reader.Read(SnapshotDepth.Tail, user, deadline), before))
            {
                _ = Interlocked.Increment(ref changed);
            }
        });
        return changed > 0;
    }

    private long Deadline() => BoundedReads.DeadlineOf(settings.TimeProvider, Limit);

    private Dictionary<string, FileStamp?> Stamps(ShareOwners owners, long deadline)
    {
        string[] paths = [.. owners.All.SelectMany(user => user.HasFile ? user.Variants.Append(LabelOwner.OfUser(user.Username).DerivedPath(root)) : user.Variants)];
        return root.Reads.Each(paths, settings.Files.Stat, deadline: deadline).ToDictionary(read => read.Path, read => read.Value, StringComparer.Ordinal);
    }

    private OwnerReader ReaderOf(string path) => ReaderOf(new OwnerFiles(Path.GetFileNameWithoutExtension(path)));

    private OwnerReader ReaderOf(OwnerFiles user)
    {
        lock (_readers)
        {
            if (!_readers.TryGetValue(user.Username, out OwnerReader? reader))
            {
                reader = new OwnerReader(root, LabelOwner.OfUser(user.Username), _names) { UsualLag = usualLag };
                _readers[user.Username] = reader;
            }

            return reader;
        }
    }
}

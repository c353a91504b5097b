using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Reads one owner's file and journals, to a depth, again only as far as they changed. The file comes first, then the
/// journals: what a program of ours derived is in a journal by then. Writes nothing. Blocking, each file within its limit;
/// calls are made one after another.
/// </summary>
internal sealed class OwnerReader
{
    private const int JournalsAtTheEnd = 3;
    private readonly SharedRoot _root;
    private readonly LabelOwner _owner;
    private readonly BlockNames _names;
    private readonly JournalDirectory _journals;
    private readonly NestedFolders _folders;
    private readonly OriginalLabels _originals;
    private readonly Dictionary<string, JournalEnd> _ends = new(StringComparer.Ordinal);
    private readonly List<LabelEvent> _events = [];
    private JournalFollower _follower;
    private VoteFile? _file;
    private OwnerSnapshot _ofFile;
    private (string Stamps, OwnerSnapshot Snapshot)? _merged;
    private (string? Looked, bool IsBehind) _tail;

    public OwnerReader(SharedRoot root, LabelOwner owner, BlockNames names)
    {
        LabelShareSettings settings = root.Settings;
        _root = root;
        _owner = owner;
        _names = names;
        _journals = root.JournalsOf(owner);
        _folders = new NestedFolders(settings.DataRoot, folder => root.Reads.One(folder, () => settings.Files.FolderExists(folder)));
        _originals = new OriginalLabels(settings, root, owner);
        _follower = new JournalFollower(_journals);
        _ofFile = new OwnerSnapshot(owner);
        Last = _ofFile;
    }

    /// <summary>What was read last.</summary>
    public OwnerSnapshot Last { get; private set; }

    /// <summary>A file that is older than its journals by no more than this is about to be written, for so long after they were seen.</summary>
    public TimeSpan UsualLag { get; init; }

    private string FilePath => _owner.DerivedPath(_root);

    /// <param name="depth">How much is looked at; below <see cref="SnapshotDepth.All"/> the file is the one accepted last.</param>
    /// <param name="where">Which files exist.</param>
    /// <param name="deadline">Timestamp after which no further file is begun; null: none.</param>
    public OwnerSnapshot Read(SnapshotDepth depth, OwnerFiles where, long? deadline = null)
    {
        if (depth == SnapshotDepth.Tail)
        {
            _tail = _tail with { IsBehind = IsBehind(deadline) };
            if (where.Originals.Count > 0 && where.OriginalsFault is null && IsTailAsBefore(where, deadline))
            {
                return Last;
            }
        }

        bool isFileEnough = depth != SnapshotDepth.All && !_tail.IsBehind && where.Variants.Count == 0 && where is { Originals.Count: 0, OriginalsFault: null }
            && (_file is { Problem: null } || (_file is null && !where.HasJournals));
        Last = isFileEnough ? _ofFile : ReadAll(where, deadline);
        return Last;
    }

    /// <summary>The file as it is now, from memory when it did not change. Changes nothing here: it may return too late.</summary>
    public VoteFile LoadFile()
    {
        string name = _owner.Name;
        VoteFile? known = _file;
        try
        {
            FileStamp? stamp = _root.Settings.Files.Stat(FilePath);
            if (known is { Problem: null } && known.Stamp == stamp)
            {
                return known;
            }

            JsonRead<VoteFile> read = JsonFile.Read(_root.Settings.Files, FilePath, bytes => VoteCollector.Read(name, FilePath, bytes, _names, _folders));
            return read.Value is { } file
                ? file with { Stamp = read.Stamp }
                : new VoteFile(name, stamp, null, [], read.Error ?? new StorageException(FilePath, "the file is gone"));
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return new VoteFile(name, null, null, [], StorageException.From(FilePath, error));
        }
    }

    /// <summary>Takes what <see cref="LoadFile"/> gave for what the file says; null: there is none.</summary>
    public void Accept(VoteFile? file)
    {
        if (ReferenceEquals(file, _file))
        {
            return;
        }

        _file = file;
        _ofFile = file is null ? new OwnerSnapshot(_owner) : new OwnerSnapshot(_owner)
        {
            Votes = file.Votes,
            Marks = file.Marks,
            IsKnown = file.Votes is not null,
            Notices = file.Notices,
            UnusableValues = file.Unusable,
            Problems = file.Problem is { } problem ? [problem] : [],
        };
    }

    /// <summary>
    /// True when the file accepted last does not say what the journals say, because a program ended between the two or
    /// another program wrote it from stale memory. Looks only at the ends of the newest journals, and only at those that
    /// grew. Journals that cannot be read leave it as it was known.
    /// </summary>
    private bool IsBehind(long? deadline)
    {
        IReadOnlyList<string> newest;
        try
        {
            newest = [.. _journals.Names(deadline).Take(JournalsAtTheEnd)];
        }
        catch (StorageException)
        {
            return _tail.IsBehind;
        }

        IReadOnlyList<BoundedRead<JournalEnd?>> ends = _journals.Each(newest, ReadEnd, deadline);
        for (int i = 0; i < newest.Count; i++)
        {
            if (ends[i].Value is { } end)
            {
                _ends[newest[i]] = end;
            }
        }

        return ends.Any(end => end.Error is not null) ? _tail.IsBehind : ends.Any(end => end.Value is { } found && SaysMore(found));
    }

    private OwnerSnapshot ReadAll(OwnerFiles where, long? deadline)
    {
        string[] paths = [FilePath, .. where.Variants];
        IReadOnlyList<BoundedRead<JsonRead<LabelFile>>> files = _root.Reads.Each(
            paths,
            path => JsonFile.Read(_root.Settings.Files, path, bytes => LabelFile.Parse(bytes, LabelFileShape.Of(_owner), _owner.Owner)),
            deadline: deadline);
        List<StorageException> problems = [.. files.Select(file => file.Error ?? file.Value?.Error).OfType<StorageException>()];
        IReadOnlyList<OriginalRead> originals = _originals.Read(where.Originals, deadline);
        problems.AddRange(originals.Select(file => file.Problem).OfType<StorageException>());
        if (where.OriginalsFault is { } fault)
        {
            problems.Add(fault);
        }

        JournalNews? news = ReadJournals(problems, deadline);
        string stamps = string.Join('|', files.Select(file => $"{file.Path}:{file.Value?.Stamp}").Concat(originals.Select(file => $"{file.Path}:{file.State}")).Concat(_follower.Strangers));
        bool hasSameProblems = _merged is { } last && last.Snapshot.Problems.Select(problem => problem.Message).SequenceEqual(problems.Select(problem => problem.Message), StringComparer.Ordinal);
        if (_merged is { } known && known.Stamps == stamps && news is null or { Events.Count: 0, Changed.Count: 0 } && hasSameProblems)
        {
            return known.Snapshot;
        }

        OwnerSnapshot snapshot = Merge([.. files.Select(file => (file.Path, file.Value?.Value))], originals, problems);
        _merged = (stamps, snapshot);
        return snapshot;
    }

    /// <summary>Whether nothing changed since it was asked last: reading all again costs more than these looks.</summary>
    private bool IsTailAsBefore(OwnerFiles where, long? deadline)
    {
        IEnumerable<string> originals = _originals.Read(where.Originals, deadline).Select(file => $"{file.Path}:{file.State}");
        IEnumerable<string> files = _root.Reads.Each([FilePath, .. where.Variants], _root.Settings.Files.Stat, deadline: deadline).Select(file => $"{file.Path}:{file.Value}");
        string now = string.Join('|', originals.Concat(files).Concat(_ends.Select(end => $"{end.Key}:{end.Value.Stamp}")));
        bool isSame = now == _tail.Looked;
        _tail = _tail with { Looked = now };
        return isSame;
    }

    // A program that has ended, or is cut off, writes no file any more, however short its lag.
    private bool IsUsual(JournalEnd end, FileStamp? derived) =>
        derived is { } written && end.Stamp.Modified - written.Modified is var lag && lag > TimeSpan.Zero && lag <= UsualLag
        && _root.Settings.TimeProvider.GetElapsedTime(end.SeenSince) <= UsualLag;

    private JournalNews? ReadJournals(List<StorageException> problems, long? deadline)
    {
        try
        {
            JournalNews news = _follower.ReadNew(deadline: deadline);
            if (_follower.TakeLoss())
            {
                _events.Clear();
                _follower = new JournalFollower(_journals);
                news = _follower.ReadNew(deadline: deadline);
            }

            _events.AddRange(news.Events);
            problems.AddRange(news.Failures);
            return news;
        }
        catch (StorageException error)
        {
            problems.Add(error);
            return null;
        }
    }

    private OwnerSnapshot Merge(
        IReadOnlyList<(string Path, LabelFile? Content)> files, IReadOnlyList<OriginalRead> originals, List<StorageException> problems)
    {
        var merge = new LabelMerge();
        merge.AddRange(_events);
        List<string> notices = [];
        List<string> unusableValues = [];
        bool isKnown = false;
        foreach ((string path, LabelFile? content) in files)
        {
            if (content is null)
            {
                continue;
            }

            bool isVariant = path != FilePath;
            var foreign = ExternalEdits.In(content, merge, _folders, isVariant);
            merge.AddRange(foreign.Events);
            isKnown = true;
            notices.AddRange(foreign.Notices);
            unusableValues.AddRange(content.Unusable.Of(path));
            if (isVariant)
            {
                notices.Add($"{path} is {_owner.Name}'s, too (names in another case are the same person): of each block the later label counts.");
            }
        }

        foreach (OriginalRead original in originals)
        {
            isKnown |= original.MergeInto(merge, _folders, notices);
            unusableValues.AddRange(original.Content?.Unusable.Of(original.Path) ?? []);
        }

        notices.AddRange(_follower.Journals.Select(journal => journal.TornNotice).OfType<string>());
        isKnown |= merge.EventCount > 0;
        return new OwnerSnapshot(_owner)
        {
            Labels = merge.Snapshot,
            Votes = isKnown ? OwnerSnapshot.VotesOf(merge.Snapshot) : null,
            Marks = OwnerSnapshot.MarksOf(merge.Snapshot),
            Events = [.. merge.Events],
            Repeats = merge.Repeats(),
            Seconds = _owner.Owner is null ? merge.Seconds() : [],
            IsKnown = isKnown,
            Notices = notices,
            UnusableValues = unusableValues,
            UnusableLines = [.. originals.Select(file => file.NotUsed).OfType<string>(), .. _follower.Journals.SelectMany(journal => journal.RefusalNotices), .. _follower.Strangers],
            TornLines = [.. _follower.Journals
                .Where(journal => journal.TornLines > 0 || journal.EndsTorn)
                .Select(journal => $"{_journals.PathOf(journal.Name)}: {Counted.Of(journal.TornLines + (journal.EndsTorn ? 1 : 0), "unreadable line", "was", "were")} skipped")],
            Problems = problems,
            Newer = _follower.Journals.Select(journal => FormatGuard.Describe(_journals.PathOf(journal.Name), journal)).FirstOrDefault(text => text is not null),
        };
    }

    private JournalEnd? ReadEnd(string name)
    {
        if (_journals.Stat(name) is not { } stamp)
        {
            return null;
        }

        return _ends.TryGetValue(name, out JournalEnd? known) && known.Stamp == stamp
            ? known
            : JournalEnd.Read(_journals, name, stamp, _root.Settings.TimeProvider.GetTimestamp());
    }

    // A program writes it shortly after its journal; a newer file that says something else is not rewritten.
    private bool SaysMore(JournalEnd end) => _file is not { } file || (file.Problem is null && !IsUsual(end, file.Stamp) && !end.IsSaidBy(file));
}

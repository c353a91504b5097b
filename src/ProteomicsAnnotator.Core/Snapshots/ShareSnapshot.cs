using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Everything the share says: each owner's file merged with all of the owner's journals, as a program of that owner would
/// at its start, also a decision made a moment ago. For statistics and exports, which are asked for rarely and must lack
/// nothing. It reads only: no marker, no journal, no file is made.
/// </summary>
/// <param name="Votes">Users with a file, or with a decision in a journal.</param>
/// <param name="UpdateNeeded">A journal of a newer format, named, in words: nothing may be exported. Null: none.</param>
public sealed record ShareSnapshot(AllVotes Votes, string? UpdateNeeded)
{
    private const string OnlyForAdmins = "this needs an account that may read the final labels, as an admin's may";
    private static readonly TimeSpan Grace = BoundedReads.Usual + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(10);

    public LabelSnapshot FinalLabels { get; private init; } = LabelSnapshot.Empty;

    /// <summary>Second adjudications that stand.</summary>
    public IReadOnlyList<SecondLabel> Seconds => Whole.Count == 0 ? [] : Whole[0].Seconds;

    /// <summary>Blocks that people labelled once more, under the names that they did it under.</summary>
    public IEnumerable<(string Username, IReadOnlyList<LabelRepeat> Repeats)> Repeats =>
        Whole.Skip(1).Where(user => user.Repeats.Count > 0).Select(user => (user.Owner.Name, user.Repeats));

    /// <summary>What was measured of the votes. For admins' eyes only. Blocking the first time: few ask, and every line is looked at.</summary>
    public ShareEvidence Evidence => MeasuredLater.Value;

    /// <summary>What each person who counts answered first in the calibration round, under all names together; also people who answered nothing.</summary>
    /// <param name="pointOf">Where a block stands now: an answer of another place counts nowhere. Null: it is no point.</param>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<BlockId, FirstAnswer>> ReadFirstAnswers(Func<BlockId, BlockPoint?> pointOf) => Whole.Skip(1)
        .Where(user => user.IsKnown && Votes.People.Counts(user.Owner.Name))
        .GroupBy(user => Votes.People.PersonOf(user.Owner.Name), StringComparer.Ordinal)
        .ToDictionary(person => person.Key, person => FirstAnswers.Of(person.Select(name => name.Events.Where(item => !Votes.Campaign.AcceptedPoints.IsOfAnotherPlace(item.Key.Block, pointOf(item.Key.Block), item.Position, item.At))), Votes.Calibration), StringComparer.Ordinal);

    /// <summary>Every decision of the same reading. Blocking: they are sorted.</summary>
    internal ShareHistory ReadHistory() => ShareHistory.Of(Whole);

    /// <summary>The final labels first.</summary>
    private IReadOnlyList<OwnerSnapshot> Whole { get; init; } = [];

    private Lazy<ShareEvidence> MeasuredLater { get; init; } = new(ShareEvidence.None);

    /// <summary>All labels of each user, with what was seen when they were given.</summary>
    internal IReadOnlyList<(string Username, LabelSnapshot Labels)> Owners { get; private init; } = [];

    /// <summary>Under which names it stands that blocks of the data root cannot be judged, and by which decisions.</summary>
    internal IEnumerable<(string Username, LabelEvent Decision)> Unusable =>
        from user in Whole.Skip(1)
        where user.Labels.Marks.Any(mark => mark.Value.Unusable is not null)
        from block in user.Events.Where(item => item.Key.Root is null && item.Mark.Unusable is { Length: > 0 }).GroupBy(item => item.Key)
        where user.Labels.MarkOf(block.Key).Unusable is not null
        select (user.Owner.Name, block.Max(Comparer<LabelEvent>.Create(LabelEvent.Compare))!);

    /// <summary>
    /// With final labels; for a program that has nothing open on the share. Names a damaged file of final labels that stays
    /// unchanged for ten seconds, and takes the final labels from the journals.
    /// </summary>
    /// <exception cref="StorageException">The share is not there, does not answer, or final labels cannot be read.</exception>
    public static Task<ShareSnapshot> ReadAsync(SharedRoot root, CancellationToken cancellationToken) =>
        ReadWaitingAsync(root, new ShareSnapshotScope(), cancellationToken);

    /// <summary>The same without final labels and others' journals where this account may not read them, as an annotator's may not.</summary>
    /// <exception cref="StorageException">The share is not there, does not answer, or final labels cannot be read for another reason.</exception>
    public static Task<ShareSnapshot> ReadWithoutClosedAsync(SharedRoot root, CancellationToken cancellationToken) =>
        ReadWaitingAsync(root, new ShareSnapshotScope { PassesOverClosed = true }, cancellationToken);

    private static async Task<ShareSnapshot> ReadWaitingAsync(SharedRoot root, ShareSnapshotScope scope, CancellationToken cancellationToken)
    {
        await Task.Run(root.VerifyReadOnly, cancellationToken).WaitAsync(cancellationToken);
        FileStamp? before = await Task.Run(() => StampOfFinals(root), cancellationToken);
        try
        {
            return await ReadAsync(root, scope, cancellationToken);
        }
        catch (StorageException error) when (IsDamageOfFinals(error))
        {
            await Task.Delay(CorruptFileQuarantine.Least, root.Settings.TimeProvider, cancellationToken);
            FileStamp? after = await Task.Run(() => StampOfFinals(root), cancellationToken);
            return await ReadAsync(root, scope with { UsesDamagedFinals = after == before }, cancellationToken);
        }
    }

    /// <param name="root">Verified.</param>
    /// <param name="scope">How far it goes.</param>
    /// <param name="cancellationToken">Ends the waiting and, between two users, the reading.</param>
    internal static Task<ShareSnapshot> ReadAsync(
        SharedRoot root, ShareSnapshotScope scope, CancellationToken cancellationToken) =>
        WithinAsync(root.Settings, scope.Limits.Files is { } limit ? scope.Limits.DataSets + limit + Grace : ReadLimit, () => Read(root, scope, cancellationToken), cancellationToken);

    /// <summary>The bytes of the derived file arrived and are no final labels.</summary>
    internal static bool IsDamageOfFinals(StorageException error) =>
        error.InnerException is { } inner && JsonFile.IsDamage(inner)
        && Path.GetFileName(error.Path) == LabelOwner.OfAdmins.Stem + ".json";

    /// <summary>Null also when that is unknown.</summary>
    internal static FileStamp? StampOfFinals(SharedRoot root)
    {
        string path = LabelOwner.OfAdmins.DerivedPath(root);
        return root.Reads.Each([path], root.Settings.Files.Stat)[0].Value;
    }

    /// <exception cref="StorageException">It cannot be read who counts, and <paramref name="scope"/> does not pass over that.</exception>
    private static PeopleDecisions PeopleIn(SharedRoot root, ShareSnapshotScope scope)
    {
        try
        {
            return PeopleDecisions.Read(root);
        }
        catch (StorageException error) when (IsClosed(error))
        {
            return scope.PassesOverClosed ? PeopleDecisions.None : throw ForAdminsOnly(error);
        }
    }

    private static StorageException ForAdminsOnly(StorageException fault) => new(fault.Path, $"{fault.Reason}: {OnlyForAdmins}", fault.InnerException);

    private static bool IsClosed(StorageException error) => error.InnerException is { } inner && StorageFault.IsForbidden(inner);

    private static OwnerSnapshot WithoutClosed(OwnerSnapshot user) => user with { Problems = [.. user.Problems.Where(problem => !IsClosed(problem))] };

    private static async Task<T> WithinAsync<T>(
        LabelShareSettings settings, TimeSpan limit, Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(read, cancellationToken).WaitAsync(limit, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new StorageException(settings.AnnotationsRoot, StorageFault.ShareDoesNotAnswer, error);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(settings.AnnotationsRoot, error);
        }
    }

    /// <summary>Blocking, each file within its limit.</summary>
    /// <exception cref="StorageException">The owners cannot be listed, or the final labels cannot be read.</exception>
    internal static ShareSnapshot Read(SharedRoot root, ShareSnapshotScope scope, CancellationToken cancellationToken)
    {
        var owners = ShareOwners.Find(root.Settings.Files, root.Reads, root.Settings.AnnotationsRoot);
        if (owners.Faults.Count > 0)
        {
            throw owners.Faults[0];
        }

        PeopleDecisions people = PeopleIn(root, scope);
        IReadOnlyList<OwnerSnapshot> read = EveryOwner.Read(root, [.. owners.All], static owner => owner, scope.Limits, cancellationToken);
        OwnerSnapshot[] everyone = [.. read.Skip(1).Select(user => scope.PassesOverClosed ? WithoutClosed(user) : user)];
        OwnerSnapshot[] users = [.. everyone.Where(user => owners.IsSomebodys(user.Owner.Name, people.IsSaid))];
        OwnerSnapshot finals = read[0];
        ILookup<bool, StorageException> faults = finals.Problems
            .Where(problem => !(scope.PassesOverClosed && IsClosed(problem)))
            .ToLookup(problem => scope.UsesDamagedFinals && IsDamageOfFinals(problem));
        if (faults[false].FirstOrDefault() is { } fault)
        {
            throw IsClosed(fault) ? ForAdminsOnly(fault) : fault;
        }

        AllVotes votes = new SeparatedCalibration().Separate(new MergedPeople().Merge(AllVotes.Of(everyone, owners, people), people), CalibrationRound.Read(root)) with { Campaign = CampaignSettings.Read(root) };
        IEnumerable<string> damage = faults[true].Select(problem => $"{problem.Message}. The final labels are those of the journals.");
        return new ShareSnapshot(votes with { NotCounted = [.. votes.NotCounted, .. finals.NotCounted, .. damage] }, users.Prepend(finals).Select(owner => owner.Newer).FirstOrDefault(text => text is not null))
        {
            FinalLabels = finals.Labels,
            Whole = [finals, .. users],
            MeasuredLater = new Lazy<ShareEvidence>(() => ShareEvidence.Of(root, users, people)),
            Owners = [.. users.Where(user => user.IsKnown).Select(user => (user.Owner.Name, user.Labels))],
        };
    }
}

/// <summary>How far a <see cref="ShareSnapshot"/> goes.</summary>
internal sealed record ShareSnapshotScope
{
    /// <summary>How long it may take.</summary>
    public ReadingLimits Limits { get; init; } = new();

    /// <summary>A damaged file of final labels is named, and the journals are used.</summary>
    public bool UsesDamagedFinals { get; init; }

    /// <summary>Final labels and journals of others that this account may not read are left out; else they are a fault.</summary>
    public bool PassesOverClosed { get; init; }
}

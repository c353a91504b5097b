using System.Collections.Frozen;
using System.IO.Enumeration;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Where an admin's program reads, makes and stores versions of the plan.</summary>
public sealed class PlanDesk(SharedRoot root)
{
    private readonly PlanFiles _files = new(root);
    private readonly GoldAnswers _gold = new(root);

    /// <summary>Blocking. The versions on the share; none where there is no share yet.</summary>
    /// <exception cref="StorageException">The share is away, or a plan on it cannot be read.</exception>
    public PlanVersions Read()
    {
        if (!IsNew())
        {
            root.VerifyReadOnly();
        }

        return _files.Read();
    }

    /// <summary>Blocking. Without the blocks that have come into the calibration round since.</summary>
    /// <exception cref="StorageException">It cannot be read: this account may not, or the share is away.</exception>
    public PlanDesign? ReadDesign(PlanVersions versions) => versions.Current is { } current ? ReadDesign(current) : null;

    /// <summary>Blocking. The same of any version.</summary>
    /// <exception cref="StorageException">It cannot be read: this account may not, or the share is away.</exception>
    public PlanDesign ReadDesign(PlanVersion version) => _files.ReadDesign(version).Without(CalibrationRound.Read(root));

    /// <summary>Blocking. The further version that takes the one that counts back: as the one before it was. Done twice, the version is there again.</summary>
    /// <exception cref="StorageException">A design cannot be read: this account may not, or the share is away.</exception>
    public PlanStepRead ReadUndo(PlanVersions versions)
    {
        if (versions is not { Current: { } current, Predecessor: { } before })
        {
            return new PlanStepRead(null, versions.Current is { } only ? $"version {only.Version} has none before it on the share: nothing is undone" : "there is no plan, so nothing to undo");
        }

        (PlanDesign design, PlanDesign counting) = (ReadDesign(before), ReadDesign(current));
        return new PlanStepRead(
            new PlanStep(design.Request, design with { TakenBack = counting.Ordinary, TakenBackGold = counting.Gold, TakenBackDecoys = counting.Decoys }, counting) { Words = $"As version {before.Version} by {before.By} was; what has been begun since stays with whoever began it." }, null);
    }

    /// <summary>What a plan of these blocks is made from now.</summary>
    /// <param name="blocks">All blocks of the data root, in ordinal order.</param>
    /// <param name="request">Which of them, and when one is sure.</param>
    /// <param name="before">The version before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">Not everything could be read: a plan would move what somebody has begun.</exception>
    public async Task<PlanBasis> BasisAsync(IReadOnlyList<BlockId> blocks, PlanRequest request, PlanDesign? before, CancellationToken cancellationToken)
    {
        BlockId[] chosen = [.. blocks.Where(block => Matches(block, request.Blocks))];
        int vanished = before?.Blocks.Except(blocks).Count() ?? 0;
        IReadOnlyDictionary<string, IReadOnlyList<BlockId>> previous = before?.Ordinary ?? FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty;
        if (await Task.Run(IsNew, cancellationToken))
        {
            return new PlanBasis(chosen, FrozenDictionary<string, IReadOnlySet<BlockId>>.Empty, previous);
        }

        ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
        CalibrationRound calibration = share.Votes.Calibration;
        if (share.UpdateNeeded is { } update)
        {
            throw new StorageException(root.Settings.AnnotationsRoot, update);
        }

        if (share.Votes.Unreadable is [{ } unread, ..])
        {
            throw unread;
        }

        // What somebody has begun stays in the plan, whatever the filter says now.
        IReadOnlyList<UserVotes> users = share.Votes.Counted;
        previous = WithBegun(share.Votes.People.Merge(previous), share.Votes.People.Merge(before?.TakenBack ?? FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty), users);
        HashSet<BlockId> begun = [.. users.SelectMany(user => (previous.GetValueOrDefault(user.Username) ?? []).Where(user.IsDone))];
        chosen = [.. blocks.Where(block => !calibration.Has(block) && (Matches(block, request.Blocks) || begun.Contains(block)))];
        HashSet<BlockId> met = [.. users.SelectMany(user => user.Done)];
        IReadOnlyDictionary<BlockId, GoldAnswer> gold = await Task.Run(_gold.Read, cancellationToken);
        Dictionary<string, IReadOnlyList<BlockId>> repeats = before?.Of is { } version
            ? await Task.Run(() => version.Queues.Keys.ToDictionary(username => username, username => _files.ReadRepeated(version, username), StringComparer.Ordinal), cancellationToken)
            : [];
        SureBlocks? model = request.StopAt > 0 || request.Order == WalkOrder.Uncertain ? await Task.Run(() => ModelOf(share, gold), cancellationToken) : null;
        return new PlanBasis(
            chosen,
            users.ToDictionary(user => user.Username, user => (IReadOnlySet<BlockId>)user.WithoutNotBlind().Done.ToHashSet(), StringComparer.Ordinal),
            previous)
        {
            NotBlind = users.Where(user => user.NotBlind.Any()).ToDictionary(user => user.Username, user => (IReadOnlySet<BlockId>)user.NotBlind.ToHashSet(), StringComparer.Ordinal),
            Gold = gold.Keys.Where(block => !calibration.Has(block)).ToHashSet(),
            Calibration = blocks.Count(calibration.Has),
            Salt = await Task.Run(_gold.ReadSalt, cancellationToken),
            Sure = request.StopAt > 0 ? SureIn((model!, share, (before?.RandomShare ?? []).ToHashSet()), request) : FrozenSet<BlockId>.Empty,
            Ranks = await Task.Run(() => LabelOrder.Of(request.Order, chosen, share.Votes.Blind, model), cancellationToken),
            AllowsModelOrder = share.Votes.Campaign.AllowsModelOrder,
            Vanished = vanished,
            PreviousGold = [.. before?.Gold ?? [], .. (before?.TakenBackGold ?? []).Where(met.Contains).Except(before?.Common ?? FrozenSet<BlockId>.Empty)],
            PreviousDecoys = [.. before?.Decoys ?? [], .. (before?.TakenBackDecoys ?? []).Where(met.Contains).Except(before?.Common ?? FrozenSet<BlockId>.Empty)],
            PreviousRepeats = share.Votes.People.Merge(repeats),
            PreviousRandomShare = (before?.RandomShare ?? []).ToHashSet(),
            People = share.Votes.People,
        };
    }

    /// <summary>Blocking. Returns once the version is on disk; makes the folder and its marker on a share that has none yet.</summary>
    /// <exception cref="StorageException">It is not stored, and counts nowhere.</exception>
    public PlanVersion Write(PlanDraft draft, string by, PlanVersions before) => _files.Write(draft, by, before);

    /// <summary>A part of the id, or the whole id with * for any characters, in any case.</summary>
    public static bool Matches(BlockId block, string? filter) =>
        filter is null || (filter.Contains('*', StringComparison.Ordinal)
            ? FileSystemName.MatchesSimpleExpression(filter, block.Value, ignoreCase: true)
            : block.Value.Contains(filter, StringComparison.OrdinalIgnoreCase));

    /// <summary>How well the certainty of the last <see cref="BasisAsync"/> holds, in words; null: nothing stops.</summary>
    public string? Certainty { get; private set; }

    /// <summary>The same queues with what people have begun of others.</summary>
    private static Dictionary<string, IReadOnlyList<BlockId>> WithBegun(
        IReadOnlyDictionary<string, IReadOnlyList<BlockId>> queues, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> others, IReadOnlyList<UserVotes> users)
    {
        var all = queues.ToDictionary(StringComparer.Ordinal);
        foreach (UserVotes user in users.Where(user => others.ContainsKey(user.Username)))
        {
            IReadOnlyList<BlockId> own = all.GetValueOrDefault(user.Username) ?? [];
            all[user.Username] = [.. own, .. others[user.Username].Where(user.IsDone).Except(own)];
        }

        return all;
    }

    /// <summary>In the order of names: sums of the same numbers in another order may differ.</summary>
    private static SureBlocks ModelOf(ShareSnapshot share, IReadOnlyDictionary<BlockId, GoldAnswer> gold) =>
        SureBlocks.Of([.. share.Votes.Blind.OrderBy(user => user.Username, StringComparer.Ordinal)], gold.ToDictionary(answer => answer.Key, answer => answer.Value.Label));

    private HashSet<BlockId> SureIn((SureBlocks Model, ShareSnapshot Share, IReadOnlySet<BlockId> RandomShare) of, PlanRequest request)
    {
        (SureBlocks model, ShareSnapshot share, IReadOnlySet<BlockId> randomShare) = of;
        Calibration onShare = model.CheckOnShare(randomShare, share.FinalLabels.Labels.Values.Where(final => final.Key.Root is null).ToDictionary(final => final.Key.Block, final => final.Label), request.LeastVotes, request.StopAt);
        HashSet<BlockId> sure = [.. model.At(request.LeastVotes, request.StopAt).Select(block => block.Block)];
        Certainty = model.Calibration.Words + onShare.WordsOfShare + (model.HitCap ? "; the rates still moved when the computation was ended" : "");
        return sure;
    }

    private bool IsNew() => !root.Settings.Files.FolderExists(root.Settings.AnnotationsRoot) && root.IsNew();
}

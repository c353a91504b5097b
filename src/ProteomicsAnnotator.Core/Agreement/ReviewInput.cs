using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Everything a review is computed from. <paramref name="Blocks"/> is ordinally sorted, without duplicates.</summary>
public sealed record ReviewInput(
    IReadOnlyList<BlockId> Blocks,
    IReadOnlyList<AnnotatorVotes> Annotators,
    IReadOnlyDictionary<BlockId, FinalLabel> FinalLabels)
{
    /// <summary>Usernames whose votes are shown but count nowhere: not in the consensus, not in a statistic.</summary>
    public IReadOnlySet<string> Excluded { get; private init; } = FrozenSet<string>.Empty;

    /// <summary>Those of <see cref="Excluded"/> whom admins have excluded for everybody, with the reasons, and whose names were merged.</summary>
    public PeopleDecisions People { get; private init; } = PeopleDecisions.None;

    /// <summary>What is decided for everybody: the rule for ties, classes that changed.</summary>
    public CampaignSettings Campaign { get; init; } = CampaignSettings.None;

    /// <summary>Its blocks are not among <see cref="Blocks"/>, and nothing here counts a label of them.</summary>
    public CalibrationRound Calibration { get; private init; } = CalibrationRound.None;

    /// <summary>Of <see cref="ReviewTable.LaterVotes"/> those that say what their annotator said before: they are not new.</summary>
    public IReadOnlySet<LaterVote> Repeated { get; init; } = FrozenSet<LaterVote>.Empty;

    /// <summary>Votes that are not blind count in agreement and in the model as others do.</summary>
    public bool KeepsNotBlind { get; init; }

    /// <summary>Labels whose channel files have changed since. The first use looks at every such file.</summary>
    public Lazy<IReadOnlyList<ChangedLabel>> Changed { get; init; } = new(() => []);

    /// <summary>Of blocks that are boxes of a large volume; others have none.</summary>
    public Func<BlockId, BlockPoint?> Points { get; init; } = static _ => null;

    /// <summary>What was measured of the votes, as of the last look; see <see cref="ReviewRow.EvidenceOf"/>.</summary>
    public ShareEvidence Evidence { get; init; } = ShareEvidence.None;

    /// <summary>Second adjudications, of blocks that are not in the list, too.</summary>
    public IReadOnlyList<SecondLabel> Seconds { get; init; } = [];

    /// <summary>What the plan drew to measure the campaign by. The first use reads the plans.</summary>
    public Lazy<CampaignSample> Sample { get; init; } = new(CampaignSample.None);

    /// <summary>What became of classes in this table: what if they were others.</summary>
    public ClassMap Map { get; init; } = ClassMap.None;

    /// <summary>What counts nowhere: files that belong to nobody, values that are no labels, each named.</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    /// <summary>
    /// Of the configured data root, without the calibration round. Whoever has a file that cannot be read carries the fault, with the votes known all the
    /// same, or with none.
    /// </summary>
    public static ReviewInput Of(IReadOnlyList<BlockId> blocks, AllVotes votes, LabelSnapshot finalLabels)
    {
        var faults = votes.Unreadable
            .Select(fault => (Username: UserOf(fault), fault.Reason))
            .Where(fault => fault.Username is not null)
            .DistinctBy(fault => fault.Username, StringComparer.Ordinal)
            .ToDictionary(fault => fault.Username!, fault => fault.Reason, StringComparer.Ordinal);
        var annotators = votes.Users
            .Select(user => new AnnotatorVotes(user.Username, user.Votes) { Fault = faults.GetValueOrDefault(user.Username), Marks = user.Marks })
            .ToList();
        foreach ((string username, string reason) in faults)
        {
            if (!annotators.Exists(user => user.Username == username))
            {
                annotators.Add(new AnnotatorVotes(username, FrozenDictionary<BlockId, Vote>.Empty) { Fault = reason });
            }
        }

        Dictionary<BlockId, FinalLabel> settled = Settled(finalLabels);
        if (!votes.Calibration.IsNone)
        {
            // The same list where nothing is to be left out: columns are reused by it.
            blocks = blocks.Any(votes.Calibration.Has) ? [.. blocks.Where(block => !votes.Calibration.Has(block))] : blocks;
            settled = settled.Where(final => !votes.Calibration.Has(final.Key)).ToDictionary();
        }

        return new ReviewInput(blocks, annotators, settled)
        {
            Calibration = votes.Calibration,
            NotCounted = votes.NotCounted,
            People = votes.People,
            Campaign = votes.Campaign,
            Excluded = votes.People.Excluded.Keys.ToFrozenSet(StringComparer.Ordinal),
        };
    }

    /// <summary>The labels that count and are blind: what known answers are compared with.</summary>
    public IReadOnlyList<UserVotes> BlindVotes =>
    [
        .. Annotators
            .Where(annotator => !Excluded.Contains(annotator.Username))
            .Select(annotator => new UserVotes(annotator.Username, annotator.Votes) { Marks = annotator.Marks }.WithoutNotBlind()),
    ];

    /// <summary>Without the votes of these people, and of those who are excluded for everybody.</summary>
    public ReviewInput Without(IEnumerable<string> usernames) =>
        this with { Excluded = usernames.Concat(People.Excluded.Keys).ToFrozenSet(StringComparer.Ordinal) };

    /// <summary>As if votes that are not blind had not been given.</summary>
    internal ReviewInput WithoutNotBlind() =>
        this with { Annotators = [.. Annotators.Select(annotator => annotator with { Votes = UserVotes.BlindVotes(annotator.Votes) })] };

    /// <summary>As if these blocks were not there, and nobody had labelled them.</summary>
    public ReviewInput WithoutBlocks(IReadOnlySet<BlockId> blocks)
    {
        return this with
        {
            Blocks = [.. Blocks.Where(block => !blocks.Contains(block))],
            Annotators = [.. Annotators.Select(annotator => annotator with { Votes = Left(annotator.Votes), Marks = Left(annotator.Marks) })],
            FinalLabels = Left(FinalLabels),
            Changed = new Lazy<IReadOnlyList<ChangedLabel>>(() => [.. Changed.Value.Where(label => !blocks.Contains(label.Block))]),
        };

        Dictionary<BlockId, T> Left<T>(IReadOnlyDictionary<BlockId, T> all) => all.Where(item => !blocks.Contains(item.Key)).ToDictionary();
    }

    /// <summary>As if labels of points that stand elsewhere now had not been given: nobody has looked at what stands there.</summary>
    /// <param name="changed">Of <see cref="ChangedFiles"/>; those of files are passed over.</param>
    public ReviewInput WithoutMoved(IEnumerable<ChangedLabel> changed)
    {
        ILookup<MovedPoint, ChangedLabel> moved = changed.Where(label => label.IsMoved).ToLookup(label => label.Moved!.Value);
        if (moved.Count == 0)
        {
            return this;
        }

        var votes = moved[MovedPoint.OfLabel].ToLookup(label => label.Username, StringComparer.Ordinal);
        var unusable = moved[MovedPoint.OfUnusable].ToLookup(label => label.Username, label => label.Block, StringComparer.Ordinal);
        var finals = moved[MovedPoint.OfFinalLabel].ToDictionary(label => label.Block, label => label.At);
        HashSet<(BlockId, string, DateTimeOffset)> seconds = [.. moved[MovedPoint.OfSecondOpinion].Select(label => (label.Block, label.Username, label.At))];
        return this with
        {
            Annotators = [.. Annotators.Select(annotator => Marked(votes.Contains(annotator.Username) ? annotator with { Votes = Left(annotator.Votes, votes[annotator.Username].ToDictionary(label => label.Block, label => label.At)) } : annotator))],
            FinalLabels = FinalLabels.Where(final => !IsIn(finals, final.Key, final.Value.SetAt)).ToDictionary(),
            Seconds = [.. Seconds.Where(second => !seconds.Contains((second.Key.Block, second.By, second.At)) && !(second.First is { } first && IsIn(finals, second.Key.Block, first.AnnotatedAt)))],
        };

        // A file has no time of it.
        AnnotatorVotes Marked(AnnotatorVotes annotator) => !unusable.Contains(annotator.Username) ? annotator : annotator with
        {
            Marks = annotator.Marks
                .Select(mark => unusable[annotator.Username].Contains(mark.Key) ? KeyValuePair.Create(mark.Key, mark.Value with { Unusable = null }) : mark)
                .Where(mark => !mark.Value.IsEmpty)
                .ToDictionary(),
        };

        static VoteDictionary Left(IReadOnlyDictionary<BlockId, Vote> all, Dictionary<BlockId, DateTimeOffset> moved) =>
            VoteDictionary.Of(all.Where(vote => !IsIn(moved, vote.Key, vote.Value.At)));

        // Files have microseconds.
        static bool IsIn(Dictionary<BlockId, DateTimeOffset> moved, BlockId block, DateTimeOffset at) =>
            moved.TryGetValue(block, out DateTimeOffset then) && at - then < TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Why the users' folder or the whole share could not be read; null when it could.</summary>
    public static string? ShareFault(AllVotes votes) => votes.Unreadable.FirstOrDefault(fault => UserOf(fault) is null)?.Message;

    /// <summary>Of <c>users/{username}.json</c>, <c>history/users/{username}</c> or a journal in it; null for other paths.</summary>
    private static string? UserOf(StorageException fault)
    {
        string? folder = Path.GetDirectoryName(fault.Path);
        return Path.GetExtension(fault.Path).ToLowerInvariant() switch
        {
            ".json" when Path.GetFileName(folder) == "users" => Path.GetFileNameWithoutExtension(fault.Path).ToLowerInvariant(),
            ".jsonl" when Path.GetFileName(Path.GetDirectoryName(folder)) == "users" => Path.GetFileName(folder),
            "" when Path.GetFileName(folder) == "users" && Path.GetFileName(Path.GetDirectoryName(folder)) == "history" => Path.GetFileName(fault.Path),
            _ => null,
        };
    }

    private static Dictionary<BlockId, FinalLabel> Settled(LabelSnapshot finalLabels)
    {
        var settled = new Dictionary<BlockId, FinalLabel>(finalLabels.Count);
        foreach (LabelEntry entry in finalLabels.Labels.Values)
        {
            if (entry.Key.Root is null)
            {
                settled[entry.Key.Block] = new FinalLabel(entry.Label, entry.By ?? "", entry.AnnotatedAt) { Reason = entry.Reason };
            }
        }

        return settled;
    }
}

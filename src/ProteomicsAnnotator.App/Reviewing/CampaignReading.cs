using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>What <see cref="CampaignDesk"/> read together.</summary>
internal sealed record CampaignReading(PlanVersions Versions, PlanDesign? Design, GoldFigures Gold, AllVotes Votes)
{
    public PlanProgress? Progress { get; private init; }

    public UnreadableFound Unreadable { get; private init; } = UnreadableFound.None;

    public IReadOnlyList<PersonProgress> Silent { get; private init; } = [];

    /// <summary>Blocking.</summary>
    public CampaignReading With(UnreadableFound unreadable, DateTimeOffset now, Func<string, DateTimeOffset?> lastDecision)
    {
        var progress = PlanProgress.Of(Votes.People.Merge(Design!.Ordinary), Design.Common, Votes.Counted, unreadable.Blocks);
        return this with { Progress = progress, Unreadable = unreadable, Silent = [.. progress.Silent(now, Versions.PlannedSince, lastDecision)] };
    }

    public IReadOnlyList<string> Labellers { get; private init; } = [];

    public int GoldCount { get; private init; }

    public IReadOnlyList<BlockId> GoldWaiting { get; private init; } = [];

    public (CalibrationRound Round, CalibrationFigures Figures) Calibration { get; private init; }

    /// <summary>Blocking.</summary>
    public static CampaignReading Of(PlanDesk desk, (GoldAnswers Files, IReadOnlyDictionary<BlockId, GoldAnswer> Answers) known, (AllVotes Votes, ShareSnapshot? Whole) read, Func<BlockId, BlockPoint?> pointOf)
    {
        AllVotes votes = read.Votes;
        IReadOnlyDictionary<BlockId, GoldAnswer> answers = known.Answers;
        IReadOnlyList<ChangedLabel> moved = read.Whole is null ? [] : ChangedFiles.Moved(answers.Keys, pointOf, read.Whole);
        CalibrationRound round = read.Whole?.Votes.Calibration ?? votes.Calibration;
        PlanVersions versions = desk.Read();
        PlanDesign? design = desk.ReadDesign(versions);
        return new CampaignReading(versions, design, GoldFigures.Of(answers.ToDictionary(answer => answer.Key, answer => answer.Value.Label), ReviewInput.Of([], votes, LabelSnapshot.Empty).WithoutMoved(moved).BlindVotes), votes)
        {
            Labellers = [.. votes.Counted.Where(user => user.Votes.Count > 0).Select(user => user.Username)],
            GoldCount = answers.Count,
            GoldWaiting = [.. known.Files.ReadGiven().Keys.Where(block => !answers.ContainsKey(block)).Order()],
            Calibration = (round, CalibrationFigures.Of(round, read.Whole?.ReadFirstAnswers(pointOf) ?? FrozenDictionary<string, IReadOnlyDictionary<BlockId, FirstAnswer>>.Empty, versions.Current?.Queues.Keys ?? [])),
        };
    }
}

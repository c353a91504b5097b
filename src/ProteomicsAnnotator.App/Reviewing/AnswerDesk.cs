using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What an admin decides of known answers and of the calibration round: each decision is shown with its counts before it is made, and
/// the last step can be taken back. Used as <see cref="CampaignDesk"/> is, which shows what came of it.
/// </summary>
/// <param name="share">Where it stands.</param>
/// <param name="listBlocks">All blocks of the data root; waits for a scan.</param>
/// <param name="admin">Who decides.</param>
public sealed class AnswerDesk(LabelShare share, Func<Task<IReadOnlyList<BlockId>>> listBlocks, string admin)
{
    private Func<AllVotes, Task<(AnswerProposal?, string?)>>? _question;

    /// <summary>What is shown before it is decided; null: nothing.</summary>
    public AnswerProposal? Proposed { get; private set; }

    /// <summary>Why no known answer may be stored now; null: some may.</summary>
    public OpenFolder? Open { get; private set; }

    /// <summary>Every known answer, also those that wait for a second admin.</summary>
    public IReadOnlyDictionary<BlockId, GoldAnswer> Known { get; private set; } = FrozenDictionary<BlockId, GoldAnswer>.Empty;

    /// <exception cref="StorageException">They cannot be read.</exception>
    public Task ReadAsync() => Task.Run(() => (Known, Open) = (share.Gold.ReadGiven(), AdminAccess.Look(share.Root)));

    /// <summary>Sets the known answer of a block, or with null withdraws it.</summary>
    public Task<AnswerOutcome> ProposeGoldAsync(AllVotes votes, BlockId? block, int? label) => ProposeAsync(votes, async now =>
        await WhyUnknownAsync(block, mustBeThere: label is not null) is { } unknown ? (null, unknown) : await OfGoldAsync(now, new Dictionary<BlockId, int?> { [block!.Value] = label }));

    /// <summary>Takes the last step of known answers back.</summary>
    public Task<AnswerOutcome> ProposeGoldUndoAsync(AllVotes votes) => ProposeAsync(votes, async now =>
        await Task.Run(share.Gold.ReadLast) is not { } last ? (null, LastAnswers.None + ".") : await OfGoldAsync(now, last.Before, last.Words + " "));

    /// <summary>Puts a block into the calibration round, or with null takes it out.</summary>
    public Task<AnswerOutcome> ProposeCalibrationAsync(AllVotes votes, BlockId? block, CalibrationChange? change) => ProposeAsync(votes, async now =>
        await WhyUnknownAsync(block, mustBeThere: change is not null) is { } unknown ? (null, unknown)
            : change is { } answer && CalibrationRound.WhyNotSaid(answer.Why) is { } reason ? (null, reason)
            : await OfCalibrationAsync(now, new Dictionary<BlockId, CalibrationChange?> { [block!.Value] = change }));

    /// <summary>Takes the last step of the calibration round back.</summary>
    public Task<AnswerOutcome> ProposeCalibrationUndoAsync(AllVotes votes) => ProposeAsync(votes, async now =>
        await Task.Run(() => CalibrationRound.ReadLast(share.Root)) is not { } last ? (null, LastAnswers.None + ".") : await OfCalibrationAsync(now, last.Before, last.Words + " "));

    /// <summary>Makes the decision that is shown, unless it would be another one by now: then that is shown.</summary>
    public async Task<AnswerOutcome> DecideAsync(AllVotes votes)
    {
        if (Proposed is not { } shown || _question is not { } question)
        {
            return default;
        }

        (AnswerProposal? again, string? whyNot) = await question(votes);
        if (again is null || again.Changes != shown.Changes)
        {
            Proposed = again;
            return new AnswerOutcome(null, $"Nothing is decided: {whyNot ?? "somebody has decided of these blocks meanwhile. This is what it would change now."}");
        }

        await again.StoreAsync();
        Drop();
        return new AnswerOutcome($"Decided. {again.Effect}", null);
    }

    /// <summary>An admin says that annotators cannot read the folder <c>admin</c>, where this program cannot see it.</summary>
    public async Task<AnswerOutcome> ConfirmClosedAsync()
    {
        await Task.Run(() => AdminAccess.Confirm(share.Root, admin));
        return new AnswerOutcome("It is kept that you say so: annotators cannot read the folder admin.", null);
    }

    public void Drop() => (Proposed, _question) = (null, null);

    private async Task<AnswerOutcome> ProposeAsync(AllVotes votes, Func<AllVotes, Task<(AnswerProposal?, string?)>> question)
    {
        Drop();
        (Proposed, string? whyNot) = await question(votes);
        _question = question;
        return new AnswerOutcome(null, whyNot is null ? null : $"Nothing is decided: {whyNot}");
    }

    private async Task<(AnswerProposal?, string?)> OfGoldAsync(AllVotes votes, IReadOnlyDictionary<BlockId, int?> answers, string words = "")
    {
        (string? whyNot, GoldEffect effect) = await Task.Run(() => (AdminAccess.WhyNotDecide(share.Root, share.Gold, answers), share.Gold.EffectOf(answers)));
        return whyNot is not null ? (null, whyNot) : (new AnswerProposal(
            IsGold: true,
            words + effect.Words(votes.Blind),
            Text(answers.Select(answer => $"{answer.Key}: {(effect.Before.TryGetValue(answer.Key, out GoldAnswer before) ? before.Label : null)} {answer.Value}")),
            () => Task.Run(() => share.Gold.Set(answers, admin))), null);
    }

    private async Task<(AnswerProposal?, string?)> OfCalibrationAsync(AllVotes votes, IReadOnlyDictionary<BlockId, CalibrationChange?> changes, string words = "")
    {
        string? whyNot = await Task.Run(() => share.Gold.WhyNot(changes.Where(change => change.Value is not null).Select(change => change.Key), areForCalibration: true));
        return whyNot is not null ? (null, whyNot) : (new AnswerProposal(
            IsGold: false,
            words + CalibrationEffect.Words(votes, changes),
            Text(changes.Select(change => $"{change.Key}: {votes.Calibration.Answers.GetValueOrDefault(change.Key)?.Label} {change.Value?.Label} {change.Value?.Why}")),
            () => CalibrationRound.WriteAsync(share.Root, changes, admin)), null);
    }

    private static string Text(IEnumerable<string> changes) => string.Join('\n', changes.Order(StringComparer.Ordinal));

    private async Task<string?> WhyUnknownAsync(BlockId? block, bool mustBeThere) =>
        block is not { } id || (mustBeThere && !(await listBlocks()).Contains(id)) ? "the data root has no such block." : null;
}

/// <summary>A decision about answers of blocks that is shown before it is made.</summary>
/// <param name="IsGold">Of known answers that only admins may read; else of the calibration round.</param>
/// <param name="Effect">What it would change, in words with counts.</param>
/// <param name="Changes">Each block with the answer before and after: what is decided, without what labels make of it.</param>
/// <param name="StoreAsync">Makes it, as one step.</param>
public sealed record AnswerProposal(bool IsGold, string Effect, string Changes, Func<Task> StoreAsync);

/// <param name="Done">What was decided, in words; null: nothing.</param>
/// <param name="Fault">Why not, in words; null: it was, or it is shown first.</param>
public readonly record struct AnswerOutcome(string? Done, string? Fault);

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>The admins' final labels, merge-safe against other admins; guarantees as for <see cref="UserLabels"/>.</summary>
public sealed class FinalLabels
{
    /// <summary>Why a block of the calibration round gets no final label and no second adjudication.</summary>
    public const string InCalibration = "the block is in the calibration round, and no table has it";

    /// <summary>Why a second adjudication is refused, in words.</summary>
    public const string OwnFinalLabel = "its final label is your own, and a second opinion is another adjudicator's";

    private readonly OwnerLabelStore _store;

    internal FinalLabels(string by, OwnerLabelStore store)
    {
        By = by;
        _store = store;
    }

    public event Action? Changed
    {
        add => _store.Changed += value;
        remove => _store.Changed -= value;
    }

    /// <summary>The admin whose decisions are written through this instance.</summary>
    public string By { get; }

    public LabelSnapshot Current => _store.Current;

    public SaveState SaveState => _store.SaveState;

    public IReadOnlyList<string> OtherHosts => _store.OtherHosts;

    public IReadOnlyList<string> Notices => _store.Notices;

    /// <summary>Whether <see cref="By"/> has a decision to take back, and one to make again.</summary>
    public (bool Undo, bool Redo) Steps => _store.StepsOf(By);

    public LabelEntry? Find(LabelKey key) => Current.Find(key);

    /// <summary>Sets (or with null clears) the final label of one or many blocks: all lines in one flush.</summary>
    /// <param name="keys">Blocks.</param>
    /// <param name="label">Number of the class.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, as <see cref="NoteText"/> allows it; null: nothing is said.</param>
    /// <param name="pointOf">Where the point of a block lies; null: blocks are folders of files.</param>
    /// <param name="ticket">What a database knows the decision by; null: nothing.</param>
    /// <param name="whyNot">Why it is refused, in words, unless it is stored already; null: it is not.</param>
    public Task<LabelResult> SetAsync(IReadOnlyList<LabelKey> keys, int? label, CancellationToken cancellationToken, string? reason = null, Func<LabelKey, BlockPoint?>? pointOf = null, DecisionTicket? ticket = null, string? whyNot = null) =>
        DecideAsync([.. keys.Select(key => new Decision(key, label) { By = By, Reason = reason, Point = pointOf?.Invoke(key) })], ticket, whyNot is null ? null : new LabelResult(LabelPlace.Refused, whyNot) { IsLasting = true }, cancellationToken);

    /// <summary>Sets each block's own final label: all lines in one flush, and one step to take back.</summary>
    /// <param name="labels">The label of each block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, as <see cref="NoteText"/> allows it; null: nothing is said.</param>
    /// <param name="pointOf">Where the point of a block lies; null: blocks are folders of files.</param>
    /// <param name="ticket">What a database knows the decision by; null: nothing.</param>
    public Task<LabelResult> SetAsync(IReadOnlyDictionary<LabelKey, int> labels, CancellationToken cancellationToken, string? reason = null, Func<LabelKey, BlockPoint?>? pointOf = null, DecisionTicket? ticket = null) =>
        _store.SetAsync([.. labels.Select(item => new Decision(item.Key, item.Value) { By = By, Reason = reason, Point = pointOf?.Invoke(item.Key) })], ticket, cancellationToken);

    /// <summary>The labels that were set under a ticket that may have been sent before, by block; none: it was not. Null: nobody can tell now.</summary>
    public async Task<IReadOnlyDictionary<LabelKey, int?>?> FindAsync(DecisionTicket? ticket) => (await _store.FindAsync(ticket))?.ToDictionary(item => item.Key, item => item.Label);

    /// <summary>The second adjudications of all admins that stand, in the order in which they were made.</summary>
    public IReadOnlyList<SecondLabel> Seconds => _store.Seconds;

    /// <summary>The second adjudication of <see cref="By"/>; null: there is none.</summary>
    public int? SecondOf(LabelKey key) => _store.AnswerOf(key, DecisionKind.Second, By);

    /// <summary>
    /// Keeps what <see cref="By"/> makes of a block without knowing the final label, which stays as it is; null takes it back. Kept and
    /// answered as a final label is, but refused while the share is away, and for a block whose final label is one's own.
    /// </summary>
    /// <param name="key">Block.</param>
    /// <param name="label">Number of the class.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, as <see cref="NoteText"/> allows it; null: nothing is said.</param>
    /// <param name="pointOf">Where the point of a block lies; null: blocks are folders of files.</param>
    /// <param name="ticket">What a database knows the decision by; null: nothing.</param>
    /// <param name="whyNot">Why it is refused, in words, unless it is stored already; null: it is not.</param>
    public Task<LabelResult> SecondAsync(LabelKey key, int? label, CancellationToken cancellationToken, string? reason = null, Func<LabelKey, BlockPoint?>? pointOf = null, DecisionTicket? ticket = null, string? whyNot = null)
    {
        LabelResult? refusal = whyNot is not null ? new LabelResult(LabelPlace.Refused, whyNot) { IsLasting = true }
            : _store.ShareTrouble is { } trouble ? new LabelResult(LabelPlace.Refused, $"whose final label the block has is not known while the share is away ({trouble})")
            : label is not null && Find(key)?.By == By ? new LabelResult(LabelPlace.Refused, OwnFinalLabel)
            : null;
        return DecideAsync([new Decision(key, label) { Kind = DecisionKind.Second, By = By, Reason = reason, Point = pointOf?.Invoke(key) }], ticket, refusal, cancellationToken);
    }

    private Task<LabelResult> DecideAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, LabelResult? refusal, CancellationToken cancellationToken) => refusal is null
        ? _store.SetAsync(decisions, ticket, cancellationToken)
        : _store.RefuseAsync(decisions, ticket, refusal, cancellationToken);

    /// <summary>Reads what other programs decided now rather than at the next poll.</summary>
    public Task SyncAsync() => _store.PollAsync();

    /// <summary>
    /// Takes back the newest decision of <see cref="By"/>, whatever number of blocks it was about. For a block that was
    /// changed elsewhere meanwhile it is refused and given up.
    /// </summary>
    public Task<UndoResult> UndoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) => _store.UndoAsync(By, isRedo: false, ticket, cancellationToken);

    public Task<UndoResult> RedoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) => _store.UndoAsync(By, isRedo: true, ticket, cancellationToken);

    public IReadOnlyList<HistoryEntry> History(LabelKey key) => _store.History(key);
}

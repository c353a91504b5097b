using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The labels of one user: one instance per user and process, shared by pages and HTTP. Members may be called from
/// any thread and none blocks on the share, except that the returned tasks wait for it within bounds.
/// </summary>
public sealed class UserLabels
{
    private static readonly Evidence FromGallery = new() { Via = "gallery" };
    private static readonly Evidence MeasuredInGallery = FromGallery with { View = "gallery", HadSuggestion = false };
    private readonly OwnerLabelStore _store;
    private readonly ShownBlocks _shown;
    private readonly Func<string?> _whyClosed;

    /// <param name="username">Whose.</param>
    /// <param name="store">Keeps them.</param>
    /// <param name="shown">What this user was shown of others' votes.</param>
    /// <param name="whyClosed">Why no decision is taken now, in words; null: it is.</param>
    internal UserLabels(string username, OwnerLabelStore store, ShownBlocks shown, Func<string?> whyClosed)
    {
        _shown = shown;
        Username = username;
        _store = store;
        _whyClosed = whyClosed;
    }

    /// <summary>Raised after labels, save state, other hosts or notices changed, on whichever thread brought the news.</summary>
    public event Action? Changed
    {
        add
        {
            _store.Changed += value;
            _shown.ProblemChanged += value;
        }

        remove
        {
            _store.Changed -= value;
            _shown.ProblemChanged -= value;
        }
    }

    public string Username { get; }

    /// <summary>The user is shown something that makes a label of this block given from now on not blind.</summary>
    public void NoteShown(BlockId block) => _shown.Add([block]);

    /// <summary>Why no decision is taken now, in words: an admin has closed the campaign. Null: it is open.</summary>
    public string? WhyClosed => _whyClosed();

    /// <summary>All labels now; the returned object never changes.</summary>
    public LabelSnapshot Current => _store.Current;

    public SaveState SaveState => _store.SaveState;

    /// <summary>Hosts where the same user works at the moment, for "also open on {host}".</summary>
    public IReadOnlyList<string> OtherHosts => _store.OtherHosts;

    /// <summary>Things to say once: imports, files set aside, torn lines, newer formats.</summary>
    public IReadOnlyList<string> Notices => _shown.Problem is { } problem ? [.. _store.Notices, problem] : _store.Notices;

    public LabelEntry? Find(LabelKey key) => Current.Find(key);

    public BlockMark MarkOf(LabelKey key) => Current.MarkOf(key);

    /// <summary>Says where labels are, as of now: confirmed by the share, or only by the machine that they were given on.</summary>
    public Func<LabelEntry, LabelPlace> Places()
    {
        Func<EventId, LabelPlace> places = _store.Places();
        return entry => places(entry.Id);
    }

    /// <summary>
    /// Sets (or with null clears) a label. Completes once the journal line is flushed to the share's disk, or, when
    /// the share fails or takes more than 1 s, to this machine's; the result says which and why. Refused when neither
    /// took it: the memory then keeps the label the disk has. Decisions are made one after another, in call order.
    /// </summary>
    public Task<LabelResult> SetAsync(LabelKey key, int? label, IReadOnlyList<SeenFile> seen, CancellationToken cancellationToken) =>
        DecideAsync([Labelling(key, label) with { Seen = seen }], null, cancellationToken);

    /// <summary>
    /// The same with the block's flag and note, kept with the label or not at all, and what was measured; null: nothing. Here and below, a
    /// ticket is what a database knows the decision by. With a reason why not, in words, only what is stored already is answered as kept.
    /// </summary>
    public Task<LabelResult> SetAsync(LabelKey key, int? label, MarkChange mark, IReadOnlyList<SeenFile> seen, Evidence? evidence, CancellationToken cancellationToken, BlockPoint? point = null, DecisionTicket? ticket = null, string? whyNot = null) =>
        DecideAsync([Labelling(key, label) with { Seen = seen, Mark = mark, Evidence = evidence, Point = point }], ticket, cancellationToken, refusal: whyNot);

    /// <summary>
    /// Sets (or with null clears) one label on many blocks, as their thumbnails show them: one append and one flush, accepted as
    /// a whole or not at all, and one step of undo. After a fault nobody foresaw the lines that do stand count. Evidence of them
    /// is only that they were given on thumbnails.
    /// </summary>
    /// <param name="blocks">Each with the files behind its thumbnail.</param>
    /// <param name="label">Null clears.</param>
    /// <param name="hasEvidence">It is recorded.</param>
    /// <param name="cancellationToken">Ends the wait for its turn.</param>
    /// <param name="pointOf">Of blocks that are boxes of a large volume.</param>
    /// <param name="whyNot">Asked when its turn has come, behind every decision before it: why it is refused; null: it is not.</param>
    /// <param name="ticket">What a database knows it by; null: nothing.</param>
    public Task<LabelResult> SetManyAsync(
        IReadOnlyList<(LabelKey Key, IReadOnlyList<SeenFile> Seen)> blocks, int? label, bool hasEvidence, CancellationToken cancellationToken,
        Func<LabelKey, BlockPoint?>? pointOf = null, Func<string?>? whyNot = null, DecisionTicket? ticket = null) =>
        DecideAsync([.. blocks.Select(block => Labelling(block.Key, label) with { Seen = block.Seen, Evidence = hasEvidence ? MeasuredInGallery : FromGallery, Point = pointOf?.Invoke(block.Key) })], ticket, cancellationToken, whyNot);

    /// <summary>The same for flags, and for why blocks cannot be judged.</summary>
    public Task<LabelResult> MarkManyAsync(IReadOnlyList<LabelKey> blocks, MarkChange mark, CancellationToken cancellationToken, Func<LabelKey, BlockPoint?>? pointOf = null, DecisionTicket? ticket = null) =>
        DecideAsync([.. blocks.Select(block => Marking(block, mark, pointOf?.Invoke(block)) with { Evidence = FromGallery })], ticket, cancellationToken);

    /// <summary>Flags a block as unsure, gives it a note, or says why it cannot be judged, apart from its label. Kept and answered as a label is.</summary>
    public Task<LabelResult> MarkAsync(LabelKey key, MarkChange mark, CancellationToken cancellationToken, BlockPoint? point = null, DecisionTicket? ticket = null) =>
        DecideAsync([Marking(key, mark, point)], ticket, cancellationToken);

    /// <summary>
    /// Keeps what was given to a block that was shown without its name and its label, which stays as it is; null takes it back.
    /// Kept and answered as a label is.
    /// </summary>
    public Task<LabelResult> RepeatAsync(LabelKey key, int? label, CancellationToken cancellationToken, DecisionTicket? ticket = null) =>
        DecideAsync([new Decision(key, label) { Kind = DecisionKind.Repeat }], ticket, cancellationToken);

    /// <summary>All repeats that stand, in the order of their answers; of a block the latest.</summary>
    public IReadOnlyList<LabelRepeat> Repeats => _store.Repeats;

    /// <summary>
    /// Takes back this user's newest decision, across blocks and restarts. Refuses, and gives that decision up, when its block
    /// was changed elsewhere meanwhile.
    /// </summary>
    public Task<UndoResult> UndoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) => _store.UndoAsync(null, isRedo: false, Asking(ticket), cancellationToken);

    /// <summary>Makes the decision that was taken back last again.</summary>
    public Task<UndoResult> RedoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) => _store.UndoAsync(null, isRedo: true, Asking(ticket), cancellationToken);

    /// <summary>Who decided what and when, oldest first; all programs and machines.</summary>
    public IReadOnlyList<HistoryEntry> History(LabelKey key) => _store.History(key);

    private Decision Labelling(LabelKey key, int? label) => new(key, label) { IsNotBlind = key.Root is null && _shown.Contains(key.Block) };

    /// <summary>Only that a block cannot be judged is said of what stands at its point.</summary>
    private static Decision Marking(LabelKey key, MarkChange mark, BlockPoint? point) =>
        new(key, null) { Kind = DecisionKind.Mark, Mark = mark, Point = mark.Unusable is { Length: > 0 } ? point : null };

    private Task<LabelResult> DecideAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, CancellationToken cancellationToken, Func<string?>? whyNot = null, string? refusal = null) => (WhyClosed ?? refusal) is { } reason
        ? _store.RefuseAsync(decisions, ticket, new LabelResult(LabelPlace.Refused, reason) { IsLasting = true }, cancellationToken)
        : _store.SetAsync(decisions, Asking(ticket), cancellationToken, whyNot is null ? null : () => whyNot() is { } now ? new LabelResult(LabelPlace.Refused, now) : null);

    /// <summary>One that is in doubt is not stored once the campaign is closed.</summary>
    private DecisionTicket? Asking(DecisionTicket? ticket) => ticket is null ? null : ticket with { WhyNotAgain = _whyClosed };
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>The admins' final labels, merge-safe against other admins; guarantees as for <see cref="UserLabels"/>.</summary>
public sealed class FinalLabels
{
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
    public Task<LabelResult> SetAsync(IReadOnlyList<LabelKey> keys, int? label, CancellationToken cancellationToken) =>
        _store.SetAsync([.. keys.Select(key => new Decision(key, label) { By = By })], cancellationToken);

    /// <summary>Sets each block's own final label: all lines in one flush, and one step to take back.</summary>
    public Task<LabelResult> SetAsync(IReadOnlyDictionary<LabelKey, int> labels, CancellationToken cancellationToken) =>
        _store.SetAsync([.. labels.Select(item => new Decision(item.Key, item.Value) { By = By })], cancellationToken);

    /// <summary>Reads what other programs decided now rather than at the next poll.</summary>
    public Task SyncAsync() => _store.PollAsync();

    /// <summary>
    /// Takes back the newest decision of <see cref="By"/>, whatever number of blocks it was about. For a block that was
    /// changed elsewhere meanwhile it is refused and given up.
    /// </summary>
    public Task<UndoResult> UndoAsync(CancellationToken cancellationToken) => _store.UndoAsync(By, isRedo: false, cancellationToken);

    public Task<UndoResult> RedoAsync(CancellationToken cancellationToken) => _store.UndoAsync(By, isRedo: true, cancellationToken);

    public IReadOnlyList<HistoryEntry> History(LabelKey key) => _store.History(key);
}

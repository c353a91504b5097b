#pragma warning disable CA1822, IDE0060, MA0150
namespace ProteomicsAnnotator.Core.Labels;

/// <summary>The admins' final labels, merge-safe against other admins; guarantees as for <see cref="UserLabels"/>.</summary>
public sealed class FinalLabels
{
    internal FinalLabels(string by)
    {
        By = by;
    }

    public event Action? Changed;

    /// <summary>The admin whose decisions are written through this instance.</summary>
    public string By { get; }

    public LabelSnapshot Current { get; } = LabelSnapshot.Empty;

    public SaveState SaveState { get; } = SaveState.Untouched;

    public IReadOnlyList<string> Notices { get; } = [];

    public LabelEntry? Find(LabelKey key) => Current.Find(key);

    /// <summary>Sets (or with null clears) the final label of one or many blocks: all lines in one flush.</summary>
    public Task<LabelResult> SetAsync(IReadOnlyList<LabelKey> keys, int? label, CancellationToken cancellationToken)
    {
        Changed?.Invoke();
        return Task.FromResult(LabelResult.OnShare);
    }

    /// <summary>Takes back the newest decision of <see cref="By"/> unless it was changed elsewhere meanwhile.</summary>
    public Task<UndoResult> UndoAsync(CancellationToken cancellationToken) => Task.FromResult(UndoResult.Nothing);

    public Task<UndoResult> RedoAsync(CancellationToken cancellationToken) => Task.FromResult(UndoResult.Nothing);

    public IReadOnlyList<HistoryEntry> History(LabelKey key) => [];
}

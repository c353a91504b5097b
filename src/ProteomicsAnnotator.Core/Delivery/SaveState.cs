namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>What the save state of the window says.</summary>
/// <param name="Kind">Saved on the share, being saved, saved here, not on the share, or saved on a share that is away.</param>
/// <param name="At">When the last label reached the share; null before the first.</param>
/// <param name="Reason">Why not, in words, for <see cref="SaveStateKind.NotSaved"/> and <see cref="SaveStateKind.ShareAway"/>.</param>
/// <param name="Undelivered">Labels kept on this machine only.</param>
public sealed record SaveState(SaveStateKind Kind, DateTimeOffset? At, string? Reason, int Undelivered);

public enum SaveStateKind
{
    Saved,
    Saving,

    /// <summary>Written to a share that has no flush, and safe on this machine's disk.</summary>
    SavedHere,
    NotSaved,

    /// <summary>All labels are saved, but the share cannot be reached now: the next one will be kept on this machine.</summary>
    ShareAway,
}

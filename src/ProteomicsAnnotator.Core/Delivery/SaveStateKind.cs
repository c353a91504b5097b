namespace ProteomicsAnnotator.Core.Delivery;

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

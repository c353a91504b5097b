namespace ProteomicsAnnotator.Core.Labels;

public enum SaveStateKind
{
    Saved,
    Saving,
    NotSaved,

    /// <summary>All labels are saved, but the share cannot be reached now: the next one will be kept on this machine.</summary>
    ShareAway,
}

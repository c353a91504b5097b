namespace ProteomicsAnnotator.Core.Labels;

public enum SaveStateKind
{
    Saved,
    Saving,
    NotSaved,
}

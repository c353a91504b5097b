namespace ProteomicsAnnotator.Core.Labels;

/// <param name="Place">Where the decision is kept.</param>
/// <param name="Reason">Why it is not on the share, in words; null when it is.</param>
public sealed record LabelResult(LabelPlace Place, string? Reason)
{
    public bool Accepted => Place != LabelPlace.Refused;

    public static LabelResult OnShare { get; } = new(LabelPlace.Share, null);
}

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of ShowRequest in src/viewer/src/page/contract.ts.</summary>
/// <param name="Navigation">The viewer's navigation counter as last heard.</param>
/// <param name="Block">What to show now; null shows <paramref name="EmptyText"/>.</param>
/// <param name="Next">What Down will really reach, nearest first.</param>
/// <param name="Previous">What Up will really reach.</param>
/// <param name="EmptyText">Why there is nothing to show.</param>
/// <param name="Mode">What label keys decide.</param>
public sealed record ShowRequest(
    int Navigation,
    BlockRef? Block,
    IReadOnlyList<BlockRef> Next,
    BlockRef? Previous,
    string EmptyText,
    DecisionMode Mode);

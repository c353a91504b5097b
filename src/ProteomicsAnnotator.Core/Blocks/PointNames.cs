namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Names the points of one root: a million of them share where they lie.</summary>
/// <param name="folder">Of the ids, with '/' at its end; empty: there is none.</param>
/// <param name="root">Of the label keys.</param>
/// <param name="isFlat">The label keys hold the ids; false: the bare names.</param>
public sealed class PointNames(string folder, string? root, bool isFlat)
{
    /// <param name="id">Of the point, checked by <see cref="BlockId.IsPointPart"/>.</param>
    public BlockName Of(string id)
    {
        var own = BlockId.OfPoint(folder, id);
        return new BlockName(own, new LabelKey(root, isFlat || folder.Length == 0 ? own : BlockId.OfPoint("", id)));
    }
}

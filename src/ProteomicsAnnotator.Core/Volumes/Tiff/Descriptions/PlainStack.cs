namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>A file without stack metadata: its pages in order are the planes of one channel.</summary>
internal static class PlainStack
{
    public static StackPlan Plan(IReadOnlyList<TiffDirectory> pages)
    {
        TiffDirectory first = pages[0];
        long slices = first.Integer(TiffTag.ImageDepth, 1);
        if (slices > 1 && pages.Count > 1)
        {
            throw first.Input.Unsupported(
                $"The file holds {pages.Count} volumes of {slices} slices without saying what they are; expected 1.");
        }

        long metaMorphPlanes = first.Count(TiffTag.MetaMorphPlanes);
        if (metaMorphPlanes > 1 && pages.Count == 1)
        {
            throw first.Input.Unsupported($"The file is a MetaMorph stack of {metaMorphPlanes} planes behind one page.");
        }

        int depth = slices > 1 ? (int)Math.Min(slices, int.MaxValue) : pages.Count;
        return new StackPlan { Depth = depth, Planes = [], VoxelSizeUm = ResolutionTags.Read(first) };
    }
}

using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>From voxels of a level to the units of the axes: position = index * scale + translation, an axis of the array each.</summary>
internal sealed record LevelTransform(double[] Scale, double[] Translation)
{
    private const int MostSteps = 16;

    public static LevelTransform None(int rank) => new([.. Enumerable.Repeat(1.0, rank)], new double[rank]);

    /// <summary>The steps of a list are applied in its order, behind those that were applied before.</summary>
    /// <exception cref="ZarrException">A step that is no scale and no translation, or does not fit the axes.</exception>
    public LevelTransform Then(MetadataNode list)
    {
        if (list.IsNothing)
        {
            return this;
        }

        LevelTransform all = this;
        foreach (MetadataNode step in list.IsArray && list.Value.GetArrayLength() == 0 ? [] : list.Items(MostSteps, "a list of transformations"))
        {
            all = step["type"].Text switch
            {
                "identity" => all,
                "scale" => all.Scaled(Numbers(step, "scale", least: double.Epsilon)),
                "translation" => all.Moved(Numbers(step, "translation", least: double.MinValue)),
                _ => throw step["type"].Refused("scale, translation or identity"),
            };
        }

        return all.Scale.Concat(all.Translation).All(double.IsFinite) && all.Scale.All(scale => scale > 0)
            ? all
            : throw list.Refused("transformations with finite positions and voxels of some size");
    }

    private LevelTransform Scaled(double[] by) =>
        new([.. Scale.Zip(by, (old, factor) => old * factor)], [.. Translation.Zip(by, (old, factor) => old * factor)]);

    private LevelTransform Moved(double[] by) => this with { Translation = [.. Translation.Zip(by, (old, way) => old + way)] };

    private double[] Numbers(MetadataNode step, string name, double least)
    {
        string expected = $"{Scale.Length} {(least > 0 ? "positive " : "")}numbers, one an axis";
        IReadOnlyList<MetadataNode> items = step[name].Items(Scale.Length, expected);
        return items.Count == Scale.Length
            ? [.. items.Select(item => item.Number is { } number && number >= least ? number : throw item.Refused(expected))]
            : throw step[name].Refused(expected);
    }
}

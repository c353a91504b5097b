using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>An image of several resolutions; source: OME-NGFF 0.4 and 0.5, and as far as it goes 0.1 to 0.3.</summary>
/// <param name="Axes">Of all levels.</param>
/// <param name="Levels">Paths below the image's folder, the finest first, and their transformations.</param>
/// <param name="HasScales">The levels say how large their voxels are, as they do since 0.4.</param>
/// <param name="Notice">For the annotator.</param>
internal sealed record Multiscales(
    ImageAxes Axes, IReadOnlyList<(MetadataNode Path, LevelTransform Transform)> Levels, bool HasScales, string? Notice)
{
    private const int MostLevels = 64;
    private const string Versions = "OME-Zarr 0.1 to 0.5";

    /// <param name="ome">What holds <c>multiscales</c>.</param>
    /// <exception cref="ZarrException">It is none that is read.</exception>
    public static Multiscales Read(MetadataNode ome)
    {
        MetadataNode list = ome["multiscales"];
        MetadataNode image = list.Items(int.MaxValue, "an image")[0];
        bool hasScales = HasScalesIn(ome["version"].Exists ? ome["version"] : image["version"], image["axes"]);
        ImageAxes axes = ImageAxes.OfMultiscales(image["axes"]);
        var levels = new List<(MetadataNode Path, LevelTransform Transform)>();
        bool saysScales = hasScales && image["datasets"].Items().All(level => level["coordinateTransformations"].Items().Any(step => step["type"].Text is not "translation"));
        string? unsaid = hasScales && !saysScales ? "The store does not say how large the voxels of its levels are." : null;
        if (unsaid is not null)
        {
            // What is not said is not one micrometre.
            (hasScales, axes) = (false, axes with { Micrometres = new double?[axes.Rank] });
        }

        foreach (MetadataNode level in image["datasets"].Items(MostLevels, $"1 to {MostLevels} levels"))
        {
            LevelTransform transform = LevelTransform.None(axes.Rank);
            levels.Add((level["path"], hasScales
                ? transform.Then(level["coordinateTransformations"]).Then(image["coordinateTransformations"])
                : transform));
        }

        int images = list.Value.GetArrayLength();
        return new Multiscales(
            axes, levels, hasScales, StackPlan.Joined(images > 1 ? $"The store holds {images} images in one group; the first is shown." : null, unsaid));
    }

    private static bool HasScalesIn(MetadataNode version, MetadataNode axes)
    {
        if (version.IsNothing)
        {
            return axes.Items().Any(axis => axis.IsObject);
        }

        string text = version.Text ?? version.Value.GetRawText();
        return text switch
        {
            "0.1" or "0.2" or "0.3" => false,
            "0.4" or "0.5" => true,
            _ when text.StartsWith("0.4.", StringComparison.Ordinal) || text.StartsWith("0.5.", StringComparison.Ordinal) => true,
            _ => throw version.Refused(Versions),
        };
    }
}

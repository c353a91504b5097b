using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Which blocks intervals draw together, as a person writes it.</summary>
/// <param name="Level">Folders of an id that tell clusters apart, 0: the one the block lies in; null: <paramref name="IsNear"/>.</param>
/// <param name="IsNear">Points of a volume nearer to one another than their source says.</param>
public sealed record ClusterChoice(int? Level, bool IsNear)
{
    private const int MostLevels = 100;

    /// <summary>Null: it is no choice.</summary>
    public static ClusterChoice? Parse(string? text) => text switch
    {
        "near" => new ClusterChoice(null, true),
        "folder" => new ClusterChoice(0, false),
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= MostLevels ? new ClusterChoice(level, false) : null,
    };

    /// <summary>Why these blocks cannot be drawn so, in words; null: they can.</summary>
    public string? WhyNot(ReviewTable table) => IsNear && !table.Blocks.Any(block => table.Input.Points(block)?.Grid.Near is not null)
        ? "--cluster near: the data root has no source.json that says \"near\", the distance of points that belong together"
        : null;

    public BlockClusters Of(ReviewTable table) => Level is { } level ? BlockClusters.ByFolder(table.Blocks, level) : BlockClusters.ByNearness(table.Blocks, table.Input.Points);
}

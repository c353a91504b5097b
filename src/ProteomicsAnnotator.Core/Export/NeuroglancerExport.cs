using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// A state of Neuroglancer with the points of a volume as annotations: an enum has the class of each, by the resolved label. Positions are voxels of
/// level 0, the layer's own dimensions, at the centre of the voxel with the point.
/// </summary>
public static class NeuroglancerExport
{
    private const string LayerName = "labels";

    /// <summary>Why there is no such file, in words; null: there is one.</summary>
    public static string? WhyNot(ReviewTable table) => table.Blocks.Any(block => table.Input.Points(block) is not null) ? null
        : "no block is a point of a volume, so there is nothing that Neuroglancer could show";

    /// <param name="table">Everyone's labels.</param>
    /// <param name="classNames">Name of class i+1 at position i.</param>
    /// <exception cref="StorageException">There is no point; see <see cref="WhyNot"/>.</exception>
    public static ReadOnlyMemory<byte> Serialize(ReviewTable table, IReadOnlyList<string> classNames)
    {
        (ReviewRow Row, BlockPoint Point)[] points = [.. table.Rows.Select(row => (row, Point: table.Input.Points(row.Block)!)).Where(item => item.Point is not null)];
        if (points.Length == 0)
        {
            throw new StorageException("neuroglancer", WhyNot(table)!);
        }

        PointGrid grid = points[0].Point.Grid;
        JsonObject dimensions = NeuroglancerTemplate.DimensionsOf(grid);
        JsonObject state = grid.Neuroglancer?.Layers() ?? new JsonObject { ["dimensions"] = dimensions.DeepClone(), ["layers"] = new JsonArray() };
        bool isOmeZarr = grid.Neuroglancer?.IsOmeZarr ?? true;
        int[] labels = [.. Enumerable.Range(0, classNames.Count + 1).Union(points.Select(item => item.Row.ResolvedLabel).OfType<int>()).Order()];
        state["layers"]!.AsArray().Add(new JsonObject
        {
            ["type"] = "annotation",
            ["name"] = LayerName,
            ["source"] = new JsonObject { ["url"] = "local://annotations", ["transform"] = new JsonObject { ["outputDimensions"] = dimensions } },
            ["annotationProperties"] = new JsonArray(new JsonObject
            {
                ["id"] = "class",
                ["type"] = labels[0] < 0 ? "int32" : labels[^1] switch { <= byte.MaxValue => "uint8", <= ushort.MaxValue => "uint16", _ => "uint32" },
                ["enum_values"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]),
                ["enum_labels"] = new JsonArray([.. labels.Select(label => (JsonNode)(label == 0 ? "unlabelled" : ClassNames.Of(label, classNames) ?? $"{label}"))]),
            }),
            ["annotations"] = new JsonArray([.. points.Select(item => (JsonNode)Annotation(item.Row, item.Point, isOmeZarr))]),
        });
        return JsonFile.Serialize(writer => state.WriteTo(writer));
    }

    private static JsonObject Annotation(ReviewRow row, BlockPoint point, bool isOmeZarr)
    {
        (long z, long y, long x) = point.Voxel;
        return new JsonObject
        {
            ["type"] = "point",
            ["id"] = row.Block.Value,
            ["point"] = new JsonArray(
                NeuroglancerTemplate.CentreOf(point.Grid.Z, z, isOmeZarr), NeuroglancerTemplate.CentreOf(point.Grid.Y, y, isOmeZarr), NeuroglancerTemplate.CentreOf(point.Grid.X, x, isOmeZarr)),
            ["props"] = new JsonArray(row.ResolvedLabel ?? 0),
        };
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// What a source says of Neuroglancer: the state that a link opens, but for its position. Neuroglancer draws voxel i of an OME-Zarr layer from
/// i - 0.5 to i + 0.5, and of every other layer from i to i + 1.
/// </summary>
/// <param name="address">Of the program in the browser.</param>
/// <param name="state">JSON object with layers and dimensions.</param>
/// <param name="dimensions">Those of the state, in its order.</param>
/// <param name="isOmeZarr">Layers are OME-Zarr.</param>
public sealed class NeuroglancerTemplate(string address, string state, IReadOnlyList<StateDimension> dimensions, bool isOmeZarr)
{
    /// <summary>Browsers and chats take no longer ones.</summary>
    public const int MostCharacters = 32_000;

    private const int Digits = 6;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsOmeZarr => isOmeZarr;

    /// <summary>Where the centre of a voxel lies along an axis of a volume, in voxels of it as Neuroglancer counts them.</summary>
    /// <param name="axis">Of a source.</param>
    /// <param name="voxel">Of level 0.</param>
    /// <param name="isOmeZarr">Of an OME-Zarr layer, which has a translation, too.</param>
    public static double CentreOf(PointAxis axis, long voxel, bool isOmeZarr) =>
        isOmeZarr ? Rounded(voxel + (axis.ScaleUm is { } scale ? axis.TranslationUm / scale : 0)) : voxel + 0.5;

    /// <summary>Voxels of level 0, as Neuroglancer writes dimensions.</summary>
    public static JsonObject DimensionsOf(PointGrid grid)
    {
        var dimensions = new JsonObject();
        foreach ((string name, PointAxis axis) in new[] { ("z", grid.Z), ("y", grid.Y), ("x", grid.X) })
        {
            dimensions[name] = axis.ScaleUm is { } um ? new JsonArray(um / 1e6, "m") : new JsonArray(1, "");
        }

        return dimensions;
    }

    /// <summary>Opens the layers at the voxel with the point.</summary>
    public string LinkTo(BlockPoint point) => $"{address}#!{Uri.EscapeDataString(StateAt(point))}";

    /// <summary>A copy of the layers and dimensions.</summary>
    public JsonObject Layers() => JsonNode.Parse(state)!.AsObject();

    private string StateAt(BlockPoint point)
    {
        JsonObject at = Layers();
        at["position"] = new JsonArray([.. dimensions.Select(dimension => (JsonNode)PositionOf(point, dimension))]);
        return at.ToJsonString(Plain);
    }

    private double PositionOf(BlockPoint point, StateDimension dimension)
    {
        (long z, long y, long x) = point.Voxel;
        (PointAxis Axis, long Voxel)? place = dimension.Name switch { "z" => (point.Grid.Z, z), "y" => (point.Grid.Y, y), "x" => (point.Grid.X, x), _ => null };
        if (place is not { } along)
        {
            return dimension.Position;
        }

        double centre = CentreOf(along.Axis, along.Voxel, isOmeZarr);
        return dimension.Micrometres is { } um ? Rounded(centre * along.Axis.ScaleUm!.Value / um) : centre;
    }

    private static double Rounded(double value) => Math.Round(value, Digits);
}

/// <summary>A dimension of a state of Neuroglancer.</summary>
/// <param name="Name">Of an axis.</param>
/// <param name="Micrometres">Of one unit; null: it counts voxels, or is no length.</param>
/// <param name="Position">Of the state, where it is no axis of the volume.</param>
public readonly record struct StateDimension(string Name, double? Micrometres, double Position);

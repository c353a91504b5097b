using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Points of an annotation layer of a Neuroglancer state, in the layer's own dimensions: those of the viewer are other ones often enough.</summary>
internal static class NeuroglancerPoints
{
    private const int MostLayers = 1000;
    private const int MostDimensions = 16;

    /// <param name="state">The whole file.</param>
    /// <param name="columns">May name the layer.</param>
    /// <param name="time">Points elsewhere along an axis t are left out.</param>
    /// <exception cref="SourceException">It has no such layer, or one that is not understood.</exception>
    public static PointTable Read(SourceNode state, PointsFile columns, int time)
    {
        SourceNode layer = LayerOf(state, columns.Layer);
        Dimension[] dimensions = DimensionsOf(state, layer);
        var table = new PointTable { IsInMicrometres = true };
        int[] axes = [IndexOf("z"), IndexOf("y"), IndexOf("x")];
        int t = Array.FindIndex(dimensions, dimension => dimension.Name == "t");
        if (axes.Select(i => dimensions[i]).FirstOrDefault(dimension => dimension.Micrometres is null) is { } unknown)
        {
            throw new SourceException(state.File, layer.Name, $"the dimension {unknown.Name} without a length", "dimensions in metres");
        }

        int row = 0;
        int others = 0;
        foreach (SourceNode item in layer["annotations"].Items(PointTable.MostRows, $"1 to {PointTable.MostRows:N0} annotations"))
        {
            row++;
            if (item["type"].Value.ValueKind != JsonValueKind.String || !item["type"].Value.ValueEquals("point"))
            {
                others++;
                continue;
            }

            if (PositionOf(item["point"], dimensions.Length) is not { } at)
            {
                table.Fault(row, $"expected a point of {Counted.Of(dimensions.Length, "number")}");
            }
            else if (t >= 0 && Math.Floor(at[t]) != time)
            {
                table.Fault(row, string.Create(CultureInfo.InvariantCulture, $"it lies at t {at[t]}; the source shows t {time}"));
            }
            else
            {
                table.Add(new TableRow(row, item["id"].TextOrNull("an id"), Along(at, 0), Along(at, 1), Along(at, 2)));
            }
        }

        table.Notes.Add($"Points of the layer \"{layer["name"].TextOrNull("a name") ?? "?"}\", in its own dimensions.");
        if (others > 0)
        {
            table.Notes.Add($"{Counted.Of(others, "annotation", "is", "are")} no point (a line, a box, an ellipsoid) and left out.");
        }

        return table;

        int IndexOf(string axis) => Array.FindIndex(dimensions, dimension => dimension.Name == axis) is >= 0 and var found ? found
            : throw new SourceException(state.File, layer.Name, $"the dimensions {string.Join(", ", dimensions.Select(dimension => dimension.Name))}", $"one called {axis}");

        double Along(double[] at, int axis) => at[axes[axis]] * dimensions[axes[axis]].Micrometres!.Value;
    }

    private static SourceNode LayerOf(SourceNode state, string? name)
    {
        SourceNode[] layers = [.. state["layers"].Items(MostLayers, "a list of layers").Where(layer => layer["annotations"].IsList)];
        SourceNode[] named = name is null ? layers : [.. layers.Where(layer => layer["name"].IsText && layer["name"].Value.ValueEquals(name))];
        string listed = string.Join(", ", layers.Take(20).Select(layer => $"\"{layer["name"].TextOrNull("a name")}\""));
        return named.Length == 1
            ? named[0]
            : throw new SourceException(
                state.File, "layers", layers.Length == 0 ? "no layer with annotations" : $"the layers with annotations {listed}", name is null
                    ? $"one of them, or its name as \"layer\" in points of {SourceFile.FileName}"
                    : $"one called \"{name}\"");
    }

    private static Dimension[] DimensionsOf(SourceNode state, SourceNode layer)
    {
        SourceNode source = layer["source"];
        SourceNode first = source.IsList && source.Value.GetArrayLength() == 1 ? source.Items(1, "a source")[0] : source;
        if (source.IsList && source.Value.GetArrayLength() > 1)
        {
            throw source.Refused("one source of annotations");
        }

        SourceNode transform = first.Value.ValueKind == JsonValueKind.Object ? first["transform"] : default;
        if (!transform.Exists)
        {
            return Named(state["dimensions"]);
        }

        Dimension[] outer = Named(transform["outputDimensions"]);
        if (!transform["inputDimensions"].Exists)
        {
            ThrowUnlessIdentity(transform["matrix"]);
            return outer;
        }

        Dimension[] inner = Named(transform["inputDimensions"]);
        ThrowUnlessIdentity(transform["matrix"]);
        return inner.Length == outer.Length && inner.Zip(outer).All(pair => pair.First.Micrometres == pair.Second.Micrometres)
            ? outer
            : throw transform.Refused("inputDimensions and outputDimensions of the same scales");
    }

    private static void ThrowUnlessIdentity(SourceNode matrix)
    {
        if (!matrix.Exists)
        {
            return;
        }

        IReadOnlyList<SourceNode> rows = matrix.Items(MostDimensions, "the rows of a matrix");
        for (int i = 0; i < rows.Count; i++)
        {
            double[] row = [.. rows[i].Items(MostDimensions + 1, "a row of numbers").Select(item => item.Number())];
            if (row.Where((value, column) => value != (column == i ? 1 : 0)).Any())
            {
                throw matrix.Refused("the identity: a layer that is moved, scaled or turned is not read");
            }
        }
    }

    private static Dimension[] Named(SourceNode dimensions)
    {
        if (dimensions.Value.ValueKind != JsonValueKind.Object)
        {
            throw dimensions.Refused("dimensions, such as {\"x\": [4e-9, \"m\"], ...}");
        }

        JsonProperty[] members = [.. dimensions.Value.EnumerateObject().Take(MostDimensions + 1)];
        return members.Length <= MostDimensions
            ? [.. members.Select(member => DimensionOf(dimensions[member.Name], member.Name))]
            : throw dimensions.Refused($"at most {MostDimensions} dimensions");
    }

    private static Dimension DimensionOf(SourceNode node, string name)
    {
        IReadOnlyList<SourceNode> parts = node.Items(2, "a scale and a unit");
        double scale = parts[0].Number();
        string unit = parts.Count == 2 && parts[1].IsText ? parts[1].Value.GetString()! : "";
        return new Dimension(name, unit == "m" && scale > 0 ? scale * 1e6 : null);
    }

    /// <summary>Null: it is no such position.</summary>
    private static double[]? PositionOf(SourceNode point, int count)
    {
        if (!point.IsList || point.Value.GetArrayLength() != count)
        {
            return null;
        }

        double[] at = new double[count];
        int i = 0;
        foreach (JsonElement number in point.Value.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetDouble(out at[i++]))
            {
                return null;
            }
        }

        return at;
    }

    /// <param name="Name">Of an axis.</param>
    /// <param name="Micrometres">Of a unit; null: it is no length.</param>
    private sealed record Dimension(string Name, double? Micrometres);
}

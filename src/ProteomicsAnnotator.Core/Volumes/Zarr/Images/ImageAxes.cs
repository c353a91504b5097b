using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>The axes of an image by name, in the order of its arrays.</summary>
/// <param name="Names">In small letters: z, y, x, c, t, and others that have to have the length 1.</param>
/// <param name="Micrometres">Of one unit of the axis; null where there is no unit, or an unknown one.</param>
internal sealed record ImageAxes(IReadOnlyList<string> Names, IReadOnlyList<double?> Micrometres)
{
    private const int MostAxes = 8;
    private const string Expected = "x and y, besides them z, c and t, each once and in any order";
    private static readonly string[] Positions = ["t", "c", "z", "y", "x"];

    public int Rank => Names.Count;

    public AxisMap Map => new(IndexOf("z"), IndexOf("y"), IndexOf("x"), IndexOf("c"), IndexOf("t"));

    /// <summary>Of OME-Zarr: objects with names since 0.4, texts in 0.3, nothing before, when t, c, z, y, x was the order.</summary>
    /// <exception cref="ZarrException">An axis is missing or stands twice.</exception>
    public static ImageAxes OfMultiscales(MetadataNode node)
    {
        if (!node.Exists)
        {
            return WithoutUnits(Positions);
        }

        IReadOnlyList<MetadataNode> axes = node.Items(MostAxes, Expected);
        string[] names = [.. axes.Select(NameOf)];
        if (!IsSound(names))
        {
            throw node.Refused(Expected);
        }

        return new ImageAxes(names, [.. axes.Select(axis => LengthUnits.Micrometres(axis["unit"].Text))]);
    }

    /// <summary>Of an array without OME metadata: by its names, or by position, the last of all being x.</summary>
    /// <exception cref="ZarrException">More than three axes that nobody names.</exception>
    public static ImageAxes OfArray(StoreNode node)
    {
        ArrayMetadata array = node.Array!;
        if (array.AxisNames is { } given && given.Select(name => name.ToLowerInvariant()).ToArray() is var names && IsSound(names))
        {
            return WithoutUnits(names);
        }

        int unnamed = Math.Max(0, array.Rank - 3);
        if (array.Shape.Take(unnamed).Any(extent => extent > 1))
        {
            throw new ZarrException(
                node.Folder.Root, node.File.Root.Key, $"an array of {string.Join(" x ", array.Shape)} whose axes have no names", $"names of axes: {Expected}", ChannelFaultKind.Unsupported);
        }

        int spatial = array.Rank - unnamed;
        return WithoutUnits([.. Enumerable.Range(0, unnamed).Select(i => $"axis {i}"), .. Positions[^spatial..]]);
    }

    /// <exception cref="ZarrException">An array has other axes, or one that is not read is longer than 1.</exception>
    public void ThrowIfNotOf(StoreNode node)
    {
        int[] shape = node.Array!.Shape;
        if (shape.Length != Rank)
        {
            throw Refused(node, $"an array of {string.Join(" x ", shape)}", $"the axes {string.Join(", ", Names)}", ChannelFaultKind.Corrupt);
        }

        for (int axis = 0; axis < Rank; axis++)
        {
            if (!Positions.Contains(Names[axis], StringComparer.Ordinal) && shape[axis] > 1)
            {
                throw Refused(node, $"an axis \"{Names[axis]}\" of the length {shape[axis]}", Expected, ChannelFaultKind.Unsupported);
            }
        }
    }

    private static ZarrException Refused(StoreNode node, string found, string expected, ChannelFaultKind kind) =>
        new(node.Folder.Root, node.File.Root.Key, found, expected, kind);

    private static ImageAxes WithoutUnits(string[] names) => new(names, new double?[names.Length]);

    private static string NameOf(MetadataNode axis)
    {
        string name = (axis.Text ?? axis["name"].Text)?.ToLowerInvariant() ?? throw axis.Refused("an axis with a name");
        return Positions.Contains(name, StringComparer.Ordinal) ? name : axis["type"].Text switch
        {
            "channel" => "c",
            "time" => "t",
            _ => name,
        };
    }

    /// <summary>Whatever is not known may be there, as long as it is 1 long.</summary>
    private static bool IsSound(string[] names) =>
        names.Contains("x", StringComparer.Ordinal) && (names.Length == 1 || names.Contains("y", StringComparer.Ordinal))
        && names.Distinct(StringComparer.Ordinal).Count() == names.Length;

    private int IndexOf(string name)
    {
        for (int i = 0; i < Rank; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}

using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>What a <c>source.json</c> says: which stores are the channels, which box is shown around each point, and where the points are.</summary>
public sealed record SourceFile
{
    public const string FileName = "source.json";

    private const long MaxBytes = 1 << 20;
    private const int MostChannels = 64;
    private const int MostLevels = 64;
    private const int MostTimes = int.MaxValue - 1;
    private static readonly string[] Voxels = ["voxel", "voxels"];
    private static readonly string[] Micrometres = ["micrometre", "micrometer", "um", "µm", "μm"];

    /// <summary>Of the file.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<SourceChannel> Channels { get; init; }

    /// <summary>Which resolution is shown.</summary>
    public required int Level { get; init; }

    /// <summary>Index along t; null: nothing is said.</summary>
    public required int? Time { get; init; }

    /// <summary>z, y, x.</summary>
    public required IReadOnlyList<double> Box { get; init; }

    /// <summary>False: in voxels of the level.</summary>
    public required bool IsBoxInMicrometres { get; init; }

    /// <summary>Null: nothing is said.</summary>
    public required bool? IsInMicrometres { get; init; }

    /// <summary>Null: nothing is said.</summary>
    public required PointOrigin? Origin { get; init; }

    public required PointsFile Points { get; init; }

    /// <summary>Points nearer than this may be one thing found twice: micrometres, without a scale voxels of level 0. Null: nothing is said.</summary>
    public required double? Near { get; init; }

    /// <summary>Null: nothing is said.</summary>
    internal NeuroglancerSource? Neuroglancer { get; private init; }

    /// <exception cref="SourceException">It is none.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    public static SourceFile Read(string path)
    {
        SourceNode root = ReadJson(path, MaxBytes);
        root.ThrowUnlessObjectOf("channels", "level", "box", "boxUnit", "unit", "origin", "t", "points", "near", "neuroglancer");
        bool? isInMicrometres = UnitOf(root["unit"]);
        return new SourceFile
        {
            Path = path,
            Channels = ChannelsOf(root["channels"]),
            Level = root["level"].Index(MostLevels - 1) ?? 0,
            Time = root["t"].Index(MostTimes),
            Box = BoxOf(root["box"]),
            IsBoxInMicrometres = UnitOf(root["boxUnit"]) ?? false,
            IsInMicrometres = isInMicrometres,
            Origin = root["origin"].TextOrNull("\"corner\" or \"center\"") switch
            {
                null => null,
                "corner" => PointOrigin.Corner,
                "center" or "centre" => PointOrigin.Center,
                _ => throw root["origin"].Refused("\"corner\" or \"center\""),
            },
            Points = PointsFile.Of(root["points"]),
            Near = NearOf(root["near"]),
            Neuroglancer = NeuroglancerSource.Of(root["neuroglancer"]),
        };
    }

    /// <exception cref="SourceException">It is no JSON.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    internal static SourceNode ReadJson(string path, long maxBytes)
    {
        byte[] bytes = ReadAll(path, maxBytes);
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 };
            ReadOnlySpan<byte> text = bytes;
            using JsonDocument document = JsonDocument.Parse(text.StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes, options);
            return new SourceNode(path, "", document.RootElement.Clone());
        }
        catch (Exception e) when (JsonFile.IsDamage(e))
        {
            throw new SourceException(path, null, $"no JSON ({e.Message.TrimEnd('.')})", "a JSON object", e);
        }
    }

    /// <exception cref="StorageException">The share did not give it, or it is too large.</exception>
    internal static byte[] ReadAll(string path, long maxBytes)
    {
        try
        {
            using FileStream file = Open(path, maxBytes);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (StorageFault.IsFileError(e))
        {
            throw StorageException.From(path, e);
        }
    }

    internal static FileStream Open(string path, long maxBytes)
    {
        var file = new FileStream(RegularFile.OpenRead(path), FileAccess.Read, bufferSize: 1 << 16);
        try
        {
            RegularFile.ThrowIfTooLarge(path, file.Length, maxBytes);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool? UnitOf(SourceNode node) => node.TextOrNull("\"voxel\" or \"micrometre\"") is not { } text ? null
        : Micrometres.Contains(text, StringComparer.OrdinalIgnoreCase)
            || (Voxels.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : throw node.Refused("\"voxel\" or \"micrometre\""));

    private static IReadOnlyList<SourceChannel> ChannelsOf(SourceNode node)
    {
        const string Expected = "a store, or a list of {\"name\", \"store\"}";
        return node.IsText
            ? [SourceChannel.Of(node, node)]
            : [.. node.Items(MostChannels, Expected).Select(item => SourceChannel.Of(item, item.IsText ? item : item["store"]))];
    }

    private static double? NearOf(SourceNode node) => !node.Exists ? null : node.Number() is > 0 and var near && double.IsFinite(1 / near) ? near : throw node.Refused("a distance above 0");

    private static double[] BoxOf(SourceNode node)
    {
        const string Expected = "three sizes above 0: z, y, x";
        double[] sizes = [.. node.Items(3, Expected).Select(item => item.Number())];
        return sizes.Length == 3 && sizes.All(size => size > 0) ? sizes : throw node.Refused(Expected);
    }
}

/// <summary>What a source says of a channel, or of several in one store.</summary>
/// <param name="Member">Where it stands.</param>
/// <param name="Name">Null: the store says it.</param>
/// <param name="Store">Path of a store, or a pattern of such paths.</param>
/// <param name="Channel">Index along c; null: all.</param>
public sealed record SourceChannel(string Member, string? Name, string Store, int? Channel)
{
    private const int MostChannels = 1023;

    internal static SourceChannel Of(SourceNode item, SourceNode store)
    {
        if (item.IsText)
        {
            return new SourceChannel(item.Name, null, item.Text("the path of a store"), null);
        }

        item.ThrowUnlessObjectOf("name", "store", "channel");
        return new SourceChannel(
            store.Name, item["name"].TextOrNull("a name")?.Trim(), store.Text("the path of a store"), item["channel"].Index(MostChannels));
    }
}

/// <summary>What a source says of its table of points; null: nothing is said.</summary>
/// <param name="File">Path, as it is written.</param>
/// <param name="Z">Name of the column.</param>
/// <param name="Y">Name of the column.</param>
/// <param name="X">Name of the column.</param>
/// <param name="Id">Name of the column.</param>
/// <param name="Order">Axes of columns without names.</param>
/// <param name="IsDecimalComma">Numbers have a comma in the place of a point.</param>
/// <param name="Layer">Name of a layer of Neuroglancer.</param>
public sealed record PointsFile(string File, string? Z, string? Y, string? X, string? Id, IReadOnlyList<string>? Order, bool IsDecimalComma, string? Layer)
{
    internal static PointsFile Of(SourceNode node)
    {
        const string Expected = "the axes of three columns, such as [\"z\", \"y\", \"x\"]";
        node.ThrowUnlessObjectOf("file", "z", "y", "x", "id", "order", "decimal", "layer");
        string[]? order = node["order"].Exists ? [.. node["order"].Items(3, Expected).Select(item => item.Text(Expected))] : null;
        if (order is not null && !order.Order(StringComparer.Ordinal).SequenceEqual(["x", "y", "z"], StringComparer.Ordinal))
        {
            throw node["order"].Refused(Expected);
        }

        return new PointsFile(
            node["file"].Text("the path of a table of points"),
            node["z"].TextOrNull("the name of a column"),
            node["y"].TextOrNull("the name of a column"),
            node["x"].TextOrNull("the name of a column"),
            node["id"].TextOrNull("the name of a column"),
            order,
            node["decimal"].TextOrNull("\".\" or \",\"") is { } mark && (mark == "," || (mark == "." ? false : throw node["decimal"].Refused("\".\" or \",\""))),
            node["layer"].TextOrNull("the name of a layer"));
    }
}

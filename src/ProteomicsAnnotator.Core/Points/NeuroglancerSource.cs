using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>What <c>neuroglancer</c> in a source says: a state in a file of its own, or layers.</summary>
/// <param name="Member">The whole member.</param>
/// <param name="Address">Of the program in the browser.</param>
/// <param name="State">Path, as it is written; null: the layers stand in the source.</param>
/// <param name="IsOmeZarr">Null: the layers' addresses say it.</param>
internal sealed record NeuroglancerSource(SourceNode Member, string Address, string? State, bool? IsOmeZarr)
{
    private const string UsualAddress = "https://neuroglancer-demo.appspot.com/";
    private const long MaxBytes = 16L << 20;
    private const int MostLayers = 1000;
    private const int MostDimensions = 16;
    private static readonly string[] Axes = ["z", "y", "x"];

    /// <summary>Members of a state that say how its layers are looked at.</summary>
    private static readonly string[] Looks = ["crossSectionScale", "projectionScale", "layout", "selectedLayer"];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null: the source has no such member.</summary>
    /// <exception cref="SourceException">It is not understood.</exception>
    public static NeuroglancerSource? Of(SourceNode member)
    {
        if (!member.Exists)
        {
            return null;
        }

        const string Kinds = "\"ome-zarr\" or \"plain\"";
        member.ThrowUnlessObjectOf("state", "layers", "address", "kind");
        string? state = member["state"].TextOrNull("the path of a Neuroglancer state");
        if (state is null == !member["layers"].Exists)
        {
            throw member.Refused("either \"state\", the path of a Neuroglancer state, or \"layers\", a list of its layers");
        }

        return new NeuroglancerSource(member, AddressOf(member["address"]), state, member["kind"].TextOrNull(Kinds) switch
        {
            null => null,
            "ome-zarr" => true,
            "plain" => false,
            _ => throw member["kind"].Refused(Kinds),
        });
    }

    /// <summary>The state, checked so far that a link to any point can be made of it.</summary>
    /// <param name="paths">Of the source.</param>
    /// <param name="grid">Of its points.</param>
    /// <exception cref="SourceException">It is none, or has no layers that can be shown.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    public NeuroglancerTemplate Open(SourcePaths paths, PointGrid grid)
    {
        SourceNode whole = State is { } path ? SourceFile.ReadJson(paths.Resolve(Member["state"].Name, path), MaxBytes) : Member;
        try
        {
            SourceNode[] layers = [.. whole["layers"].Items(MostLayers, "a list of layers").Where(layer => !layer["annotations"].IsList)];
            if (layers.Length == 0)
            {
                throw whole["layers"].Refused("a layer of voxels; layers with annotations are not put into a link");
            }

            bool isOmeZarr = IsOmeZarr ?? KindOf(whole, layers);
            SourceNode said = whole["dimensions"];
            JsonObject dimensions = !said.Exists ? NeuroglancerTemplate.DimensionsOf(grid)
                : JsonNode.Parse(said.Value.GetRawText()) as JsonObject ?? throw said.Refused("dimensions, such as {\"x\": [4e-9, \"m\"], ...}");
            var state = new JsonObject
            {
                ["dimensions"] = dimensions,
                ["layers"] = new JsonArray([.. layers.Select(layer => JsonNode.Parse(layer.Value.GetRawText()))]),
            };
            foreach (string member in Looks.Where(member => State is not null && whole[member].Exists))
            {
                state[member] = JsonNode.Parse(whole[member].Value.GetRawText());
            }

            SourceNode read = said.Exists ? said : new SourceNode(whole.File, "dimensions", JsonSerializer.SerializeToElement(dimensions));
            var template = new NeuroglancerTemplate(Address, state.ToJsonString(Plain), Checked(read, whole["position"], grid), isOmeZarr);
            return template.LinkTo(new BlockPoint(grid, 0, 0, 0)).Length is var length && length <= NeuroglancerTemplate.MostCharacters
                ? template
                : throw new SourceException(whole.File, "layers", $"a link of {length} characters", $"at most {NeuroglancerTemplate.MostCharacters}: fewer layers, or shorter ones");
        }
        catch (InvalidOperationException e)
        {
            throw new SourceException(whole.File, null, $"a text that is none ({e.Message.TrimEnd('.')})", "a Neuroglancer state", e);
        }
    }

    private static string AddressOf(SourceNode node)
    {
        const string Expected = "the address of a Neuroglancer, beginning with https:// or http://, without #";
        string text = node.TextOrNull(Expected) ?? UsualAddress;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && address.Fragment.Length == 0 && !text.Contains('#', StringComparison.Ordinal)
            ? text
            : throw node.Refused(Expected);
    }

    /// <summary>As Neuroglancer opens an address: an array inside of a Zarr, and everything that is no Zarr, is plain.</summary>
    private static bool KindOf(SourceNode whole, SourceNode[] layers)
    {
        bool[] kinds = [.. layers.SelectMany(AddressesOf).Select(IsOmeZarrAt).Distinct()];
        return kinds.Length == 1 ? kinds[0] : throw new SourceException(
            whole.File, "layers", kinds.Length == 0 ? "no layer with the address of a source" : "layers of OME-Zarr beside others, whose voxels lie half a voxel apart", "\"kind\": \"ome-zarr\" or \"plain\" in neuroglancer of the source");
    }

    private static IEnumerable<string> AddressesOf(SourceNode layer)
    {
        SourceNode source = layer["source"];
        IEnumerable<SourceNode> all = source.IsList && source.Value.GetArrayLength() > 0 ? source.Items(MostLayers, "sources") : [source];
        return all.Select(one => one.IsText ? one : one.Value.ValueKind == JsonValueKind.Object ? one["url"] : default)
            .Where(one => one.IsText).Select(one => one.Text("an address"))
            .Where(address => !address.StartsWith("local://", StringComparison.Ordinal));
    }

    private static bool IsOmeZarrAt(string address)
    {
        bool isZarr = address.StartsWith("zarr", StringComparison.Ordinal) || address.Contains("|zarr", StringComparison.Ordinal);
        string last = address.Split('|')[0].TrimEnd('/').Split('/')[^1];
        return isZarr && !(last.Length > 0 && last.All(char.IsAsciiDigit));
    }

    private static StateDimension[] Checked(SourceNode dimensions, SourceNode position, PointGrid grid)
    {
        if (dimensions.Value.EnumerateObject().Count() > MostDimensions)
        {
            throw dimensions.Refused($"at most {MostDimensions} dimensions");
        }

        string[] names = [.. dimensions.Value.EnumerateObject().Select(member => member.Name)];
        if (Axes.FirstOrDefault(axis => !names.Contains(axis, StringComparer.Ordinal)) is { } missing)
        {
            throw dimensions.Refused($"one called {missing}");
        }

        double[]? at = position.IsList && position.Value.GetArrayLength() == names.Length ? [.. position.Items(MostDimensions, "numbers").Select(item => item.Number())] : null;
        return [.. names.Select((name, i) => new StateDimension(name, UnitOf(dimensions[name], name, grid), at?[i] ?? 0))];
    }

    /// <summary>Micrometres of one unit; null: it counts voxels, or is no axis of the volume.</summary>
    private static double? UnitOf(SourceNode node, string name, PointGrid grid)
    {
        if (name is not ("z" or "y" or "x"))
        {
            return null;
        }

        IReadOnlyList<SourceNode> parts = node.Items(2, "a scale and a unit");
        double scale = parts[0].Number();
        string unit = parts.Count == 2 ? parts[1].IsText ? parts[1].Value.GetString()! : "?" : "";
        PointAxis axis = name switch { "z" => grid.Z, "y" => grid.Y, _ => grid.X };
        return (unit, axis.ScaleUm) switch
        {
            ("m", not null) when scale > 0 && scale * 1e6 is var um && double.IsFinite(1 / um) => um,
            ("m", null) => throw node.Refused("[1, \"\"], as the store gives no voxel size"),
            ("", _) when scale == 1 => null,
            _ => throw node.Refused("a length in metres such as [4e-7, \"m\"], or [1, \"\"] for voxels"),
        };
    }
}

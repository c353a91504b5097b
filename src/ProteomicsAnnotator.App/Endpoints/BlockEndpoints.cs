using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The blocks of the configured data root.</summary>
public static class BlockEndpoints
{
    /// <summary>Whether the list is complete: false while the first scan still runs after ten seconds.</summary>
    public const string CompleteHeader = "X-Blocks-Complete";

    /// <summary>How many blocks there are, whatever part of them is asked for.</summary>
    public const string TotalHeader = "X-Blocks-Total";

    public static void MapBlocks(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder blocks = api.MapGroup("/blocks").WithTags("blocks")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        blocks.MapGet("/", ListAsync).WithName("ListBlocks")
            .WithSummary("All blocks with the caller's labels; one channel per file. X-Blocks-Complete: false when the scan takes longer than 10 s; blocks may be missing then, or their channels. ?offset= and ?limit= take a part; X-Blocks-Total says how many there are.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        blocks.MapGet("/{**block}", DescribeAsync).WithName("DescribeBlock")
            .WithSummary("One block after its files' headers were read.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Written as it is made: of a million blocks no list is.</summary>
    private static async Task<Results<Ok<IEnumerable<BlockAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext context, BlockLookup blocks, LabelShare share, int? offset = null, int? limit = null)
    {
        if (offset < 0 || limit < 1)
        {
            return TypedResults.Problem("offset: expected a whole number from 0; limit: one from 1.", statusCode: StatusCodes.Status400BadRequest);
        }

        CatalogSnapshot catalog = await blocks.ListKnownAsync(context.RequestAborted);
        context.Response.Headers[CompleteHeader] = blocks.IsListWhole ? "true" : "false";
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        LabelSnapshot current = labels.Current;
        IReadOnlyList<Block> all = catalog.Blocks;
        context.Response.Headers[TotalHeader] = all.Count.ToString(CultureInfo.InvariantCulture);
        int first = Math.Min(offset ?? 0, all.Count);
        int count = Math.Min(limit ?? int.MaxValue, all.Count - first);
        return TypedResults.Ok(Enumerable.Range(first, count).Select(i => Answer(all[i], current)));
    }

    private static async Task<Results<Ok<BlockDetail>, ProblemHttpResult>> DescribeAsync(
        string block, HttpContext context, BlockLookup blocks, VolumeCache volumes)
    {
        if (await blocks.FindAsync(block, null, context) is not { } found)
        {
            return TypedResults.Problem("There is no such block.", statusCode: StatusCodes.Status404NotFound);
        }

        BlockDescription description = await volumes.DescribeAsync(found, context.RequestAborted);
        return TypedResults.Ok(new BlockDetail(found.Id.Value, [.. description.Channels.Select(ChannelDetail.Of)])
        {
            Point = PointAnswer.Of(found.Point),
            Neuroglancer = found.Point is { Grid.Neuroglancer: { } links } point ? links.LinkTo(point) : null,
        });
    }

    private static BlockAnswer Answer(Block block, LabelSnapshot labels)
    {
        LabelEntry? entry = labels.Find(block.Key);
        return new BlockAnswer(
            block.Id.Value,
            [.. block.Channels.Select(channel => new ChannelAnswer(channel.Name, channel.FileName))],
            entry?.Label,
            entry is { } label ? LabelTime.Known(label.AnnotatedAt) : null)
        {
            Unsure = labels.MarkOf(block.Key).IsUnsure,
            Note = labels.MarkOf(block.Key).Note,
            Unusable = labels.MarkOf(block.Key).Unusable,
            Point = PointAnswer.Of(block.Point),
        };
    }
}

public sealed record BlockAnswer(string Id, IReadOnlyList<ChannelAnswer> Channels, int? Label, DateTimeOffset? AnnotatedAt)
{
    /// <summary>The caller flagged it as unsure.</summary>
    public bool Unsure { get; init; }

    /// <summary>The caller's note.</summary>
    public string? Note { get; init; }

    /// <summary>Why the caller cannot judge it; null: nothing is said of that.</summary>
    public string? Unusable { get; init; }

    /// <summary>Of a block that is a box of a large volume.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PointAnswer? Point { get; init; }
}

/// <param name="Voxel">Of the finest level, (Z, Y, X).</param>
/// <param name="Um">In micrometres, (Z, Y, X); null where the store gives no scale.</param>
public sealed record PointAnswer(IReadOnlyList<long> Voxel, IReadOnlyList<double>? Um)
{
    public static PointAnswer? Of(BlockPoint? point) => point is null ? null
        : new([point.Voxel.Z, point.Voxel.Y, point.Voxel.X], point.Micrometres is { } um ? [um.Z, um.Y, um.X] : null);
}

public sealed record ChannelAnswer(string Name, string File);

public sealed record BlockDetail(string Id, IReadOnlyList<ChannelDetail> Channels)
{
    /// <summary>A link that opens Neuroglancer at the point, where the source says which layers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Neuroglancer { get; init; }

    /// <summary>Of a block that is a box of a large volume.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PointAnswer? Point { get; init; }
}

/// <param name="Index">The {channel} of the volume call.</param>
/// <param name="Name">Configured name, else the name in the file, else the file name's stem.</param>
/// <param name="File">File name without folder.</param>
/// <param name="Shape">Voxels in axis order (Z, Y, X); null when the file cannot be read.</param>
/// <param name="Type">uint8, uint16 or float32 on the wire.</param>
public sealed record ChannelDetail(int Index, string Name, string File, IReadOnlyList<int>? Shape, string? Type)
{
    public string? StoredType { get; init; }

    public string? Codec { get; init; }

    /// <summary>Micrometres in axis order (Z, Y, X); Z is null where the file does not state it.</summary>
    public IReadOnlyList<double?>? VoxelSizeUm { get; init; }

    public string? Notice { get; init; }

    public ChannelFailure? Failure { get; init; }

    public static ChannelDetail Of(ChannelDescription channel)
    {
        VolumeShape? shape = channel.Channel?.Shape;
        VolumeMetadata? metadata = channel.Channel?.Metadata;
        return new ChannelDetail(
            channel.Index,
            channel.Name,
            channel.FileName,
            shape is { } known ? [known.Depth, known.Height, known.Width] : null,
            channel.Channel?.Type.WireName())
        {
            StoredType = metadata?.StoredType,
            Codec = metadata?.Codec,
            VoxelSizeUm = metadata?.VoxelSizeUm is { } size ? [size.Z, size.Y, size.X] : null,
            Notice = metadata?.Notice,
            Failure = channel.Fault is { } fault ? new ChannelFailure(fault.KindName, fault.Message) : null,
        };
    }
}

/// <param name="Kind">corrupt, unsupported, too-large or unreadable.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record ChannelFailure(string Kind, string Message);

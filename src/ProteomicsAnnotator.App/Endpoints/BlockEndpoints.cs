using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The blocks of the configured data root.</summary>
public static class BlockEndpoints
{
    /// <summary>Whether the list is the whole one: false while the first scan goes on, after ten seconds of waiting.</summary>
    public const string CompleteHeader = "X-Blocks-Complete";

    public static void MapBlocks(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder blocks = api.MapGroup("/blocks").WithTags("blocks")
            .RequireAuthorization(AnnotatorServer.SignedInPolicy);
        blocks.MapGet("/", ListAsync).WithName("ListBlocks")
            .WithSummary("All blocks with the caller's labels; one channel per file. X-Blocks-Complete: false when the scan takes longer than 10 s.");
        blocks.MapGet("/{**block}", DescribeAsync).WithName("DescribeBlock")
            .WithSummary("One block after its files' headers were read.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<List<BlockAnswer>>> ListAsync(
        HttpContext context, BlockLookup blocks, LabelShare share)
    {
        CatalogSnapshot catalog = await blocks.ListKnownAsync(context.RequestAborted);
        context.Response.Headers[CompleteHeader] = blocks.IsListWhole ? "true" : "false";
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        LabelSnapshot current = labels.Current;
        return TypedResults.Ok(catalog.Blocks.Select(block => Answer(block, current)).ToList());
    }

    private static async Task<Results<Ok<BlockDetail>, ProblemHttpResult>> DescribeAsync(
        string block, HttpContext context, BlockLookup blocks, VolumeCache volumes)
    {
        if (await blocks.FindAsync(block, null, context) is not { } found)
        {
            return TypedResults.Problem("There is no such block.", statusCode: StatusCodes.Status404NotFound);
        }

        BlockDescription description = await volumes.DescribeAsync(found, context.RequestAborted);
        return TypedResults.Ok(new BlockDetail(found.Id.Value, [.. description.Channels.Select(ChannelDetail.Of)]));
    }

    private static BlockAnswer Answer(Block block, LabelSnapshot labels)
    {
        LabelEntry? entry = labels.Find(block.Key);
        return new BlockAnswer(
            block.Id.Value,
            [.. block.Channels.Select(channel => new ChannelAnswer(channel.Name, channel.FileName))],
            entry?.Label,
            entry is { } label ? LabelTime.Known(label.AnnotatedAt) : null);
    }
}

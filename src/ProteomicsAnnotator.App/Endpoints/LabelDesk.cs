using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Sets labels that come over HTTP. What could be kept nowhere, or perhaps, is a 503, never a success.</summary>
public sealed class LabelDesk
{
    private readonly BlockLookup _blocks;
    private readonly LabelShare _share;
    private readonly VolumeCache _volumes;

    public LabelDesk(BlockLookup blocks, LabelShare share, VolumeCache volumes, AnnotatorOptions options)
    {
        _blocks = blocks;
        _volumes = volumes;
        _share = share;
        Classes = options.Classes;
    }

    public LabelClasses Classes { get; }

    /// <param name="block">Block id as it came.</param>
    /// <param name="label">A configured class, or null to clear.</param>
    /// <param name="context">Names the annotator.</param>
    public async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> SetAsync(
        string block, int? label, HttpContext context)
    {
        if (await _blocks.FindAsync(block, null, context) is not { } found)
        {
            return NoSuchBlock();
        }

        if (label is not null && await RefusalOfUnreadableAsync(found, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        UserLabels labels = await _share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        LabelResult result = await labels.SetAsync(found.Key, label, [], CancellationToken.None);
        return Answer(result, labels.Find(found.Key));
    }

    public async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> SettleAsync(
        string block, int? label, HttpContext context)
    {
        if (await _blocks.FindAsync(block, null, context) is not { } found)
        {
            return NoSuchBlock();
        }

        FinalLabels finals = await _share.OpenFinalLabelsAsync(context.User.Identity!.Name!, context.RequestAborted);
        LabelResult result = await finals.SetAsync([found.Key], label, CancellationToken.None);
        return Answer(result, finals.Find(found.Key));
    }

    /// <summary>As on the page, where a block is labelled only once something of it is on screen.</summary>
    private async Task<ProblemHttpResult?> RefusalOfUnreadableAsync(Block block, CancellationToken cancellationToken)
    {
        try
        {
            if (await _volumes.FindFaultsAsync(block, cancellationToken) is not { } channels)
            {
                return null;
            }

            bool isShareAway = channels.Count > 0 && channels.All(channel => channel.Fault?.Kind == ChannelFaultKind.Unreadable);
            IEnumerable<string> faults = channels.Select(channel => $"{channel.FileName}: {channel.Fault?.Message}");
            return TypedResults.Problem(
                $"Not labelled: no channel of {block.Id} can be read, so nothing of it can have been seen. "
                    + (channels.Count == 0 ? block.Problem : string.Join(" ", faults)),
                statusCode: isShareAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity);
        }
        catch (StorageException fault)
        {
            return TypedResults.Problem($"Not labelled: {fault.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static ProblemHttpResult NoSuchBlock() =>
        TypedResults.Problem("There is no such block.", statusCode: StatusCodes.Status404NotFound);

    private static Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult> Answer(LabelResult result, LabelEntry? entry)
    {
        if (!result.Accepted)
        {
            return TypedResults.Problem(result.Explain("the decision", "Not kept"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return entry is { } kept
            ? TypedResults.Ok(new LabelAnswer(kept.Key.Block.Value, kept.Label, LabelTime.Known(kept.AnnotatedAt)))
            : TypedResults.NoContent();
    }
}

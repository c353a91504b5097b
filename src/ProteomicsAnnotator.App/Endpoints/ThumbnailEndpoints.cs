using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The gallery's small pictures. <c>docs/volume-wire.md</c>.</summary>
public static class ThumbnailEndpoints
{
    public static void MapThumbnails(this IEndpointRouteBuilder api) => api.MapGet("/thumbnails/{**block}", GetAsync)
        .WithName("GetThumbnail")
        .WithTags("volumes")
        .WithSummary("A small plane of every channel with the channel's own values; ?kind=maximum|slice.")
        .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .RequireAuthorization(SessionAuthentication.SignedInPolicy);

    private static Task GetAsync(
        HttpContext context, [AsParameters] ThumbnailQuery query, BlockLookup blocks, VolumeCache volumes, ThumbnailFiles kept) =>
        VolumeEndpoints.AnswerAsync(context, "thumbnails", blocks.FindAsync(query.Block, query.Root, context), async block =>
        {
            if (query.ToKind() is not { } kind)
            {
                await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, $"kind: expected maximum or slice, found \"{query.Kind}\".");
                return;
            }

            CancellationToken aborted = context.RequestAborted;
            (string? key, byte[]? bytes) = await Task.Run(
                () => ThumbnailFiles.KeyOf(block, kind) is { } found ? (found, kept.TryRead(found)) : default, aborted);
            if (bytes is null)
            {
                using BlockSlice thumbnail = await volumes.GetThumbnailAsync(block, kind, aborted);
                bytes = SliceWire.BytesOf(thumbnail);
                if (key is not null && thumbnail.Channels.All(channel => channel.Channel.Fault is null) && key == await Task.Run(() => ThumbnailFiles.KeyOf(block, kind), aborted))
                {
                    await Task.Run(() => kept.TryWrite(key, bytes), aborted);
                }
            }

            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, aborted);
        });
}

/// <param name="Block">Block id.</param>
/// <param name="Kind">maximum or slice; absent: maximum.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
public sealed record ThumbnailQuery([FromRoute] string Block, [FromQuery] string? Kind, [FromQuery] string? Root)
{
    /// <summary>Null: <see cref="Kind"/> is neither word.</summary>
    public ThumbnailKind? ToKind() => Kind switch
    {
        null or "maximum" => ThumbnailKind.Maximum,
        "slice" => ThumbnailKind.Slice,
        _ => null,
    };
}

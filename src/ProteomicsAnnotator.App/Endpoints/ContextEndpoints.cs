using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What lies around the box of a point. <c>docs/volume-wire.md</c>.</summary>
public static class ContextEndpoints
{
    public static void MapContext(this IEndpointRouteBuilder api) => api.MapGet("/context/{**block}", GetAsync)
        .WithName("GetContext")
        .WithTags("volumes")
        .WithSummary("One plane of every channel around the box of a point, out of a coarser level; ?zoom=N boxes wide.")
        .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .RequireAuthorization(SessionAuthentication.SignedInPolicy);

    private static Task GetAsync(HttpContext context, [AsParameters] ContextQuery query, BlockLookup blocks) =>
        VolumeEndpoints.AnswerAsync(context, "context", blocks.FindShownAsync(query.Block, query.Root, context), async block =>
        {
            int zoom = query.Zoom ?? PointContext.UsualZoom;
            if (zoom is < 1 or > PointContext.MostZoom)
            {
                await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, $"zoom: expected 1 to {PointContext.MostZoom}, found {zoom}.");
                return;
            }

            if (block.Point is null)
            {
                await Problems.WriteAsync(context, StatusCodes.Status404NotFound, "Nothing is known of what lies around this block: it is a folder of files, not a box out of a larger volume.");
                return;
            }

            CancellationToken aborted = context.RequestAborted;
            using ContextSlice around = await Task.Run(() => PointContext.Read(block, zoom, aborted), aborted);

            // The plane of the volume would tell which point a block without its name is.
            await SliceWire.WriteAsync(context, block.IsBlind ? around.Slice.At(0) : around.Slice, BlindNames.Of(block), SliceContext.Of(around.Place));
        });
}

/// <param name="Block">Block id.</param>
/// <param name="Zoom">How many boxes the planes are wide and high, from 1 to 4096; absent: 8.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
public sealed record ContextQuery([FromRoute] string Block, [FromQuery] int? Zoom, [FromQuery] string? Root);

/// <summary>Where the box lies in the planes around it.</summary>
/// <param name="Level">Which resolution of the store the planes are of; 0 is the finest.</param>
/// <param name="Zoom">As asked for.</param>
/// <param name="Box">y0, y1, x0, x1 of the box in voxels of the planes, with fractions.</param>
public sealed record SliceContext(int Level, int Zoom, IReadOnlyList<double> Box)
{
    public static SliceContext Of(ContextPlace place) => new(place.Level, place.Zoom, [place.Top, place.Bottom, place.Left, place.Right]);
}

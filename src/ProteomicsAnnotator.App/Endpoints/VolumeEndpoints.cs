using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Raw voxels: one channel's, or one slice of every channel. <c>docs/volume-wire.md</c>.</summary>
public static class VolumeEndpoints
{
    /// <summary>
    /// A request with it gets 200 for a channel that cannot be read, with the same problem as its body: a browser writes a failed
    /// request into its console, and a damaged file is none.
    /// </summary>
    private const string UnreadableHeader = "X-Unreadable";

    public static void MapVolumes(this IEndpointRouteBuilder api)
    {
        api.MapGet("/volumes/{channel:int}/{**block}", GetAsync)
            .WithName("GetVolume")
            .WithTags("volumes")
            .WithSummary("Raw little-endian voxels of one channel; ?z=N for one plane.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        api.MapGet("/volumes/all/{**block}", GetSliceAsync)
            .WithName("GetSlice")
            .WithTags("volumes")
            .WithSummary("One slice of every channel: ?z=N, or where the block opens: ?at=focus|middle|first.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
    }

    private static Task GetAsync(
        HttpContext context, [AsParameters] VolumeQuery query, BlockLookup blocks, VolumeCache volumes) =>
        AnswerAsync(context, "volumes", blocks.FindShownAsync(query.Block, query.Root, context), async block =>
        {
            if (query.Retry == true)
            {
                volumes.Retry(block);
            }

            using VolumeLease? lease = query.Z is { } z
                ? await volumes.GetPlaneAsync(block, query.Channel, z, context.RequestAborted)
                : await volumes.GetAsync(block, query.Channel, context.RequestAborted);
            await (lease is null
                ? Problems.WriteAsync(context, StatusCodes.Status404NotFound, "The block has no such channel or plane.")
                : AnswerAsync(context, lease, BlindNames.Of(block), query.Channel));
        });

    /// <summary>Faults of channels are part of the answer, so that the viewer shows the other planes.</summary>
    private static Task GetSliceAsync(
        HttpContext context, [AsParameters] SliceQuery query, BlockLookup blocks, VolumeCache volumes) =>
        AnswerAsync(context, "slices", blocks.FindShownAsync(query.Block, query.Root, context), async block =>
        {
            if (query.ToOpenAt() is not { } at)
            {
                await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, $"at: expected focus, middle or first, found \"{query.At}\".");
                return;
            }

            using BlockSlice slice = query.Z is { } z
                ? await volumes.GetSliceAsync(block, z, context.RequestAborted)
                : await volumes.GetSliceAsync(block, at, context.RequestAborted);
            await SliceWire.WriteAsync(context, slice, BlindNames.Of(block));
        });

    /// <summary>What calls for voxels answer when there is no such block, or its files cannot be read.</summary>
    internal static async Task AnswerAsync(
        HttpContext context, string kind, Task<Block?> found, Func<Block, Task> answer)
    {
        Block? block = null;
        try
        {
            string session = context.User.FindFirst(SessionAuthentication.SessionClaim)?.Value ?? "";
            AnswerTurns turns = context.RequestServices.GetRequiredService<AnswerTurns>();
            using IDisposable turn = await turns.TakeAsync($"{session} {kind}", context.RequestAborted);
            block = await found;
            await (block is not null
                ? answer(block)
                : Problems.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such block."));
        }
        catch (VolumeException fault)
        {
            await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, ChannelFault.From(fault), NameOf(block, fault.Path));
        }
        catch (StorageException fault) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, ChannelFault.From(fault), NameOf(block, fault.Path));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The viewer shows another block; nobody reads the answer.
        }
    }

    /// <summary>Null: it must not be told.</summary>
    private static string? NameOf(Block? block, string path) => block is { IsBlind: true } ? null : Path.GetFileName(path);

    private static Task AnswerAsync(HttpContext context, VolumeLease lease, BlindNames? blind, int channel)
    {
        string tag = blind is null ? VolumeWire.ETagOf(lease.Version) : $"\"{blind.Version(lease.Version)}\"";
        context.Response.Headers.ETag = tag;
        IList<EntityTagHeaderValue>? known = context.Request.GetTypedHeaders().IfNoneMatch;
        var current = new EntityTagHeaderValue(tag);
        if (known?.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(current, false)) == true)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return VolumeWire.WriteAsync(context, lease, blind is null ? null : BlindNames.File(channel));
    }

    private static async Task RefuseAsync(HttpContext context, int status, ChannelFault fault, string? file)
    {
        bool isAnswer = status == StatusCodes.Status422UnprocessableEntity && context.Request.Headers.ContainsKey(UnreadableHeader);
        context.Response.StatusCode = isAnswer ? StatusCodes.Status200OK : status;
        var problem = new ProblemDetails { Status = status, Detail = file is null ? BlindNames.Fault(fault) : fault.Message };
        problem.Extensions["kind"] = fault.KindName;
        problem.Extensions["file"] = file;
        var writer = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}

/// <param name="Channel">Position in the block, from 0.</param>
/// <param name="Block">Block id.</param>
/// <param name="Z">One plane, from 0; absent: the whole volume.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
/// <param name="Retry">True reads a file again that could not be read before.</param>
public sealed record VolumeQuery(
    [FromRoute] int Channel, [FromRoute] string Block, [FromQuery] int? Z, [FromQuery] string? Root, [FromQuery] bool? Retry);

/// <param name="Block">Block id.</param>
/// <param name="Z">Which slice, from 0; absent: <paramref name="At"/> says which.</param>
/// <param name="At">focus, middle or first; absent: focus.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
public sealed record SliceQuery(
    [FromRoute] string Block, [FromQuery] int? Z, [FromQuery] string? At, [FromQuery] string? Root)
{
    /// <summary>Null: <see cref="At"/> is none of the three words.</summary>
    public OpenAt? ToOpenAt() => At switch
    {
        null or "focus" => OpenAt.Focus,
        "middle" => OpenAt.Middle,
        "first" => OpenAt.First,
        _ => null,
    };
}

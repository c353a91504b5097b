using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// One slice of every channel in one body: the length of the header (uint32, little-endian), the header as JSON, then
/// the planes, each as <see cref="VolumeWire"/> would send it. Header and planes begin at multiples of eight bytes; what lies
/// between is zero.
/// <c>docs/volume-wire.md</c> is the format, <c>wire.ts</c> the other end.
/// </summary>
public static class SliceWire
{
    private const int Alignment = 8;

    /// <param name="context">The request.</param>
    /// <param name="slice">The planes.</param>
    /// <param name="blind">What is said in the place of names; null: they are.</param>
    /// <param name="around">Of planes around a box, where it lies in them.</param>
    public static async Task WriteAsync(HttpContext context, BlockSlice slice, BlindNames? blind, SliceContext? around = null)
    {
        (byte[] start, long length) = StartOf(slice, blind, around);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = length;
        await AnswerPieces.WriteAsync(context.Response, [start, .. Planes(slice)], length, context.RequestAborted);
    }

    /// <summary>The whole body; of small planes only.</summary>
    public static byte[] BytesOf(BlockSlice slice)
    {
        (byte[] start, long length) = StartOf(slice, null, null);
        var body = new MemoryStream(checked((int)length));
        body.Write(start);
        foreach (ReadOnlyMemory<byte> piece in Planes(slice))
        {
            body.Write(piece.Span);
        }

        return body.ToArray();
    }

    /// <summary>All before the planes, and the length of the body.</summary>
    private static (byte[] Start, long Length) StartOf(BlockSlice slice, BlindNames? blind, SliceContext? around)
    {
        List<SliceChannel> channels = [];
        long planeBytes = 0;
        foreach (ChannelPlane channel in slice.Channels)
        {
            channels.Add(SliceChannel.Of(channel, planeBytes, blind));
            planeBytes += Aligned(VoxelsOf(channel).Length);
        }

        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new SliceHeader(slice.Z, channels) { Context = around }, ApiJsonContext.Default.SliceHeader);
        byte[] start = new byte[Aligned(sizeof(uint) + header.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(start, (uint)header.Length);
        header.CopyTo(start, sizeof(uint));
        return (start, start.Length + planeBytes);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Planes(BlockSlice slice)
    {
        foreach (ChannelPlane channel in slice.Channels)
        {
            ReadOnlyMemory<byte> voxels = VoxelsOf(channel);
            yield return voxels;
            yield return new byte[Aligned(voxels.Length) - voxels.Length];
        }
    }

    private static ReadOnlyMemory<byte> VoxelsOf(ChannelPlane channel) => channel.Plane?.Volume.Voxels ?? default;

    private static int Aligned(int length) => (length + Alignment - 1) / Alignment * Alignment;
}

/// <summary>What precedes the planes of one slice: <c>docs/volume-wire.md</c>.</summary>
/// <param name="Z">The slice, from 0.</param>
/// <param name="Channels">Of the block, in order.</param>
public sealed record SliceHeader(int Z, IReadOnlyList<SliceChannel> Channels)
{
    /// <summary>Of planes around a box.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SliceContext? Context { get; init; }
}

/// <param name="Channel">Of the whole volume; its shape too.</param>
/// <param name="Version">File state as in a volume's ETag, without the quotes; null when there is no such file.</param>
/// <param name="Offset">Bytes from the start of the planes to this one's; null when there is no plane.</param>
public sealed record SliceChannel(ChannelDetail Channel, string? Version, long? Offset)
{
    /// <summary>As a plane's <c>X-Volume-Inside</c>, of a box of a large volume.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Inside { get; init; }

    /// <summary>As a plane's <c>X-Volume-Missing</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missing { get; init; }

    /// <param name="plane">One channel's.</param>
    /// <param name="offset">Where it would begin.</param>
    /// <param name="blind">What is said instead of names; null: they are.</param>
    public static SliceChannel Of(ChannelPlane plane, long offset, BlindNames? blind) => new(
        DetailOf(plane.Channel, blind),
        plane.Channel.Version is { } version ? blind?.Version(version) ?? version.ToString() : null,
        plane.Plane is null ? null : offset)
    {
        Inside = plane.Plane?.Volume.Coverage?.Inside.ToString(),
        Missing = plane.Plane?.Volume.Coverage?.MissingText,
    };

    private static ChannelDetail DetailOf(ChannelDescription channel, BlindNames? blind)
    {
        var detail = ChannelDetail.Of(channel);
        return blind is null ? detail : detail with
        {
            Name = blind.Channel(channel.Index, channel.Name),
            File = BlindNames.File(channel.Index),
            Notice = null,
            Failure = channel.Fault is { } fault ? new ChannelFailure(fault.KindName, BlindNames.Fault(fault)) : null,
        };
    }
}

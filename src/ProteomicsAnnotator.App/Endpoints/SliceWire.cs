using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
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

    /// <summary>In one piece: a reader waits for all of it anyway, and every piece costs it a wake-up.</summary>
    public static async Task WriteAsync(HttpContext context, BlockSlice slice)
    {
        List<SliceChannel> channels = [];
        long planeBytes = 0;
        foreach (ChannelPlane channel in slice.Channels)
        {
            channels.Add(SliceChannel.Of(channel, planeBytes));
            planeBytes += Aligned(VoxelsOf(channel).Length);
        }

        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new SliceHeader(slice.Z, channels), ApiJsonContext.Default.SliceHeader);
        int at = Aligned(sizeof(uint) + header.Length);
        int length = checked((int)(at + planeBytes));
        byte[] body = ArrayPool<byte>.Shared.Rent(length);
        body.AsSpan(0, length).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)header.Length);
        header.CopyTo(body, sizeof(uint));
        foreach (ChannelPlane channel in slice.Channels)
        {
            VoxelsOf(channel).CopyTo(body.AsMemory(at));
            at += Aligned(VoxelsOf(channel).Length);
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, length), context.RequestAborted);
        ArrayPool<byte>.Shared.Return(body);
    }

    private static ReadOnlyMemory<byte> VoxelsOf(ChannelPlane channel) => channel.Plane?.Volume.Voxels ?? default;

    private static int Aligned(int length) => (length + Alignment - 1) / Alignment * Alignment;
}

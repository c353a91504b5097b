using System.Globalization;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// A volume on the wire: the body is the voxels, little-endian, x fastest, then y, then z; everything else is in
/// headers. <c>docs/volume-wire.md</c> is the format, <c>wire.ts</c> the other end.
/// </summary>
public static class VolumeWire
{
    public const string ShapeHeader = "X-Volume-Shape";
    public const string TypeHeader = "X-Volume-Type";
    public const string CodecHeader = "X-Volume-Codec";
    public const string StoredTypeHeader = "X-Volume-Stored-Type";
    public const string VoxelSizeHeader = "X-Voxel-Size-Um";
    public const string NoticeHeader = "X-Volume-Notice";
    public const string InsideHeader = "X-Volume-Inside";
    public const string MissingHeader = "X-Volume-Missing";
    public const string FileHeader = "X-Volume-File";

    public static string ETagOf(FileVersion version) => $"\"{version}\"";

    /// <summary>Bytes go from the cached volume to the socket without a copy of the whole.</summary>
    /// <param name="context">The request.</param>
    /// <param name="lease">The voxels.</param>
    /// <param name="blindFile">What is said in the place of the file's name and notice; null: they are.</param>
    public static async Task WriteAsync(HttpContext context, VolumeLease lease, string? blindFile = null)
    {
        Volume volume = lease.Volume;
        HttpResponse response = context.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = volume.Voxels.Length;
        response.Headers[ShapeHeader] = volume.Shape.ToString();
        response.Headers[TypeHeader] = volume.Type.WireName();
        response.Headers[CodecHeader] = volume.Metadata.Codec;
        response.Headers[StoredTypeHeader] = volume.Metadata.StoredType;
        response.Headers[FileHeader] = Uri.EscapeDataString(blindFile ?? lease.FileName);
        if (volume.Coverage is { } coverage)
        {
            response.Headers[InsideHeader] = coverage.Inside.ToString();
            if (coverage.MissingText is { } missing)
            {
                response.Headers[MissingHeader] = missing;
            }
        }

        if (blindFile is null && volume.Metadata.Notice is { } notice)
        {
            response.Headers[NoticeHeader] = Uri.EscapeDataString(notice);
        }

        if (volume.Metadata.VoxelSizeUm is { } size)
        {
            response.Headers[VoxelSizeHeader] = Format(size);
        }

        await AnswerPieces.WriteAsync(response, volume.Voxels, context.RequestAborted);
    }

    /// <summary><c>Z,Y,X</c> in micrometres; an unknown Z is empty: <c>,0.1,0.1</c>.</summary>
    internal static string Format(VoxelSize size) =>
        string.Create(CultureInfo.InvariantCulture, $"{size.Z},{size.Y},{size.X}");
}

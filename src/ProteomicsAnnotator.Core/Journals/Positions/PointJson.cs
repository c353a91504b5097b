using System.Buffers;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Journals.Positions;

/// <summary>
/// The member <c>point</c> of a line about a point of a large volume. It travels as a member that nobody knows, so every program keeps it, and no
/// program decides anything by it.
/// </summary>
internal static class PointJson
{
    /// <summary>Without braces, as <see cref="OtherMembers.OfLine"/> has them.</summary>
    public static byte[] Write(BlockPoint point) => Write(writer => WriteValue(writer, point));

    /// <summary>The same of a voxel alone.</summary>
    public static byte[] Write(PointPosition position) => Write(writer => WriteValue(writer, position, null));

    /// <summary>Null: the line has none, or none that is understood.</summary>
    /// <param name="others">Members of a line, without braces.</param>
    public static PointPosition? Read(byte[]? others)
    {
        if (others is null || others.AsSpan().IndexOf("\"point\""u8) < 0)
        {
            return null;
        }

        try
        {
            using JsonDocument line = JsonDocument.Parse((byte[])[.. "{"u8, .. others, .. "}"u8]);
            return line.RootElement.TryGetProperty("point", out JsonElement point) && point.ValueKind == JsonValueKind.Object
                && point.TryGetProperty("voxel", out JsonElement voxel) && voxel.ValueKind == JsonValueKind.Array && voxel.GetArrayLength() == 3
                && voxel[0].TryGetInt64(out long z) && voxel[1].TryGetInt64(out long y) && voxel[2].TryGetInt64(out long x)
                ? new PointPosition(z, y, x)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>As an object: the voxel of level 0, and the place in micrometres where the store gives a scale.</summary>
    public static void WriteValue(Utf8JsonWriter writer, BlockPoint point) => WriteValue(writer, PointPosition.Of(point), point.Micrometres);

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("\"point\":"u8);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, PointPosition position, FocusPoint? micrometres)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("voxel"u8);
        writer.WriteNumberValue(position.Z);
        writer.WriteNumberValue(position.Y);
        writer.WriteNumberValue(position.X);
        writer.WriteEndArray();
        if (micrometres is { } um)
        {
            writer.WriteStartArray("um"u8);
            writer.WriteNumberValue(um.Z);
            writer.WriteNumberValue(um.Y);
            writer.WriteNumberValue(um.X);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

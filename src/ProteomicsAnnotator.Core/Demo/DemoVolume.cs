using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ProteomicsAnnotator.Core.Demo;

/// <summary>
/// A small volume as OME-Zarr 0.4 with a table of points, as a detector would have found them: on cell bodies, one of them twice, and on nothing.
/// Two channels, 128^3 uint16, two levels, voxels of 0.5 micrometres.
/// </summary>
internal static class DemoVolume
{
    private const int Seed = 1000;
    private const int Bodies = 12;
    private const int Chunk = 64;
    private const string StoreName = "cells.ome.zarr";
    private static readonly string[] Channels = ["488", "638"];

    /// <summary>Writes the folder.</summary>
    public static void Write(string folder, CancellationToken cancellationToken)
    {
        var random = new DemoRandom(Seed);
        Vector3[] bodies = [.. Enumerable.Range(0, Bodies).Select(_ => Anywhere(random))];
        string store = Path.Join(folder, StoreName);
        WriteText(Path.Join(store, ".zgroup"), """{"zarr_format": 2}""");
        WriteText(Path.Join(store, ".zattrs"), Attributes());
        WriteText(Path.Join(store, "0", ".zarray"), ArrayOf(DemoCanvas.Size));
        WriteText(Path.Join(store, "1", ".zarray"), ArrayOf(DemoCanvas.Size / 2));
        var canvas = new DemoCanvas();
        byte[] voxels = new byte[DemoCanvas.VoxelCount * sizeof(ushort)];
        for (int channel = 0; channel < Channels.Length; channel++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            canvas.Clear();
            Draw(canvas, channel, bodies, random);
            canvas.Expose(random, voxels);
            WriteChunks(Path.Join(store, "0"), channel, voxels, DemoCanvas.Size);
            WriteChunks(Path.Join(store, "1"), channel, Halved(voxels), DemoCanvas.Size / 2);
        }

        // The second body was found twice, and at the end something where no body is.
        Vector3[] points = [.. bodies, bodies[1] + new Vector3(2, 1, 1), Anywhere(random), Anywhere(random)];
        WriteText(Path.Join(folder, "points.csv"), "id,z,y,x\n" + string.Concat(points.Select((point, i) => FormattableString.Invariant($"{i + 1:00},{point.Z:0},{point.Y:0},{point.X:0}\n"))));
        WriteText(Path.Join(folder, "source.json"), $$"""
            {
              "channels": "{{StoreName}}",
              "box": [48, 48, 48],
              "near": 4,
              "points": {"file": "points.csv"}
            }
            """ + "\n");
    }

    private static void Draw(DemoCanvas canvas, int channel, Vector3[] bodies, DemoRandom random)
    {
        canvas.AddHaze(channel == 0 ? 12 : 5);
        foreach (Vector3 body in bodies)
        {
            float radius = random.Between(8, 14);
            if (channel == 0)
            {
                canvas.AddSpot(body, radius, random.Between(200, 500), 0.7f);
            }
            else
            {
                for (int i = 0; i < 25; i++)
                {
                    canvas.AddSpot(body + new Vector3(random.Between(-radius, radius), random.Between(-radius, radius), random.Between(-radius, radius)), random.Between(1.8f, 3), random.Between(100, 500));
                }
            }
        }
    }

    private static Vector3 Anywhere(DemoRandom random) => new(random.Between(12, 115), random.Between(12, 115), random.Between(12, 115));

    private static string Attributes()
    {
        string axes = """{"name": "c", "type": "channel"}, """ + string.Join(", ", "zyx".Select(axis => $$"""{"name": "{{axis}}", "type": "space", "unit": "micrometer"}"""));
        string Level(int level, string scale) => $$"""{"path": "{{level}}", "coordinateTransformations": [{"type": "scale", "scale": [1, {{scale}}, {{scale}}, {{scale}}]}]}""";
        string channels = string.Join(", ", Channels.Select(name => $$"""{"label": "{{name}}", "color": "FFFFFF"}"""));
        return $$$"""{"multiscales": [{"version": "0.4", "axes": [{{{axes}}}], "datasets": [{{{Level(0, "0.5")}}}, {{{Level(1, "1.0")}}}]}], "omero": {"channels": [{{{channels}}}]}}""";
    }

    private static string ArrayOf(int size) =>
        $$"""{"zarr_format": 2, "shape": [{{Channels.Length}}, {{size}}, {{size}}, {{size}}], "chunks": [1, {{Chunk}}, {{Chunk}}, {{Chunk}}], "dtype": "<u2", "compressor": null, "fill_value": 0, "order": "C", "filters": null, "dimension_separator": "/"}""";

    private static void WriteChunks(string folder, int channel, ReadOnlySpan<byte> voxels, int size)
    {
        const int RowBytes = Chunk * sizeof(ushort);
        int across = size / Chunk;
        byte[] chunk = new byte[Chunk * Chunk * RowBytes];
        for (int i = 0; i < across * across * across; i++)
        {
            (int z, int y, int x) = (i / (across * across), i / across % across, i % across);
            for (int row = 0; row < Chunk * Chunk; row++)
            {
                int from = (((((z * Chunk) + (row / Chunk)) * size) + (y * Chunk) + (row % Chunk)) * size) + (x * Chunk);
                voxels.Slice(from * sizeof(ushort), RowBytes).CopyTo(chunk.AsSpan(row * RowBytes));
            }

            WriteBytes(Path.Join(folder, FormattableString.Invariant($"{channel}/{z}/{y}/{x}")), chunk);
        }
    }

    /// <summary>The mean of each eight voxels.</summary>
    private static byte[] Halved(ReadOnlySpan<byte> voxels)
    {
        const int Size = DemoCanvas.Size;
        const int Half = Size / 2;
        byte[] half = new byte[Half * Half * Half * sizeof(ushort)];
        for (int i = 0; i < Half * Half * Half; i++)
        {
            int first = (((2 * (i / (Half * Half)) * Size) + (2 * (i / Half % Half))) * Size) + (2 * (i % Half));
            int sum = 4;
            for (int k = 0; k < 8; k++)
            {
                int at = first + ((((k / 4) * Size) + (k / 2 % 2)) * Size) + (k % 2);
                sum += BinaryPrimitives.ReadUInt16LittleEndian(voxels[(2 * at)..]);
            }

            BinaryPrimitives.WriteUInt16LittleEndian(half.AsSpan(2 * i), (ushort)(sum / 8));
        }

        return half;
    }

    private static void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}

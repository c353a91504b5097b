using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>A data root with a source of points. Its stores are written here, number by number.</summary>
internal sealed class PointsFolder(string? folder = null) : IDisposable
{
    public const int Depth = 40;
    public const int Height = 50;
    public const int Width = 60;
    private const int Chunk = 16;

    public string Path { get; } = folder ?? Directory.CreateTempSubdirectory("points-").FullName;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What stands at a voxel of level 0, or at its own place of level 1.</summary>
    public static ushort ValueAt(int channel, int z, int y, int x) => (ushort)((channel * 20_000) + (z * 331) + (y * 17) + x);

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>An OME-Zarr of two levels: voxels of 2 x 0.5 x 0.25 micrometres, the second level half as many each way.</summary>
    public void PutStore(string name, int channel, string translation = "[10, 0, -5]", string? unit = "micrometer", double factor = 1)
    {
        string of = unit is null ? "" : $",\"unit\":\"{unit}\"";
        string Scale(double by) => string.Create(CultureInfo.InvariantCulture, $"[{2 * by * factor}, {0.5 * by * factor}, {0.25 * by * factor}]");
        string Level(int level, double by) => $"{{\"path\":\"{level}\",\"coordinateTransformations\":[{{\"type\":\"scale\",\"scale\":{Scale(by)}}},{{\"type\":\"translation\",\"translation\":{translation}}}]}}";
        string axes = string.Join(',', "zyx".Select(axis => $"{{\"name\":\"{axis}\",\"type\":\"space\"{of}}}"));
        PutText($"{name}/.zgroup", """{"zarr_format":2}""");
        PutText($"{name}/.zattrs", $"{{\"multiscales\":[{{\"version\":\"0.4\",\"axes\":[{axes}],\"datasets\":[{Level(0, 1)},{Level(1, 2)}]}}]}}");
        PutArray($"{name}/0", channel, Depth, Height, Width);
        PutArray($"{name}/1", channel, Depth / 2, Height / 2, Width / 2);
    }

    public void PutText(string name, string text)
    {
        string path = Below(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }

    public void PutBytes(string name, int count) => File.WriteAllBytes(Below(name), new byte[count]);

    /// <summary>One channel, a box of 8 x 10 x 12, and a table in voxels.</summary>
    public void PutSource(string table, string points = """{"file": "points.csv"}""", string more = "", string box = "[8, 10, 12]")
    {
        PutStore("ch_488.zarr", 0);
        PutText("points.csv", table);
        PutText("source.json", $"{{\"channels\": [{{\"name\": \"488\", \"store\": \"ch_488.zarr\"}}], \"box\": {box}, {more}{(more.Length > 0 ? ", " : "")}\"points\": {points}}}");
    }

    public BlockCatalog Catalog(bool isBound = false) => new(Path, Path, []) { Source = PointsSource.Read, IsBound = isBound };

    public async Task<CatalogSnapshot> ScanAsync(bool isBound = false)
    {
        using BlockCatalog catalog = Catalog(isBound);
        await catalog.ScanAsync(Token);
        return catalog.Current;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void PutArray(string name, int channel, int depth, int height, int width)
    {
        PutText($"{name}/.zarray", $"{{\"zarr_format\":2,\"shape\":[{depth},{height},{width}],\"chunks\":[{Chunk},{Chunk},{Chunk}],\"dtype\":\"<u2\",\"compressor\":null,\"fill_value\":0,\"order\":\"C\",\"filters\":null,\"dimension_separator\":\".\"}}");
        ushort[] numbers = new ushort[Chunk * Chunk * Chunk];
        for (int z0 = 0; z0 < depth; z0 += Chunk)
        {
            for (int y0 = 0; y0 < height; y0 += Chunk)
            {
                for (int x0 = 0; x0 < width; x0 += Chunk)
                {
                    for (int i = 0; i < numbers.Length; i++)
                    {
                        numbers[i] = ValueAt(channel, z0 + (i / (Chunk * Chunk)), y0 + (i / Chunk % Chunk), x0 + (i % Chunk));
                    }

                    File.WriteAllBytes(Below($"{name}/{z0 / Chunk}.{y0 / Chunk}.{x0 / Chunk}"), MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
                }
            }
        }
    }
}

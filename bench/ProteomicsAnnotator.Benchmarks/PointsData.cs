using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>The stores of <c>bench/points.py</c>, some of their boxes as TIFF, and lists of many points; made anew each time.</summary>
internal sealed class PointsData(string folder)
{
    public const int Points = 60;

    /// <summary>Voxels along each axis of a box.</summary>
    public const int Side = 128;

    private const string SourceFile = "source.json";

    /// <summary>Of the volume in <see cref="Chunks"/>.</summary>
    private const int VolumeSide = 384;

    /// <summary>Shares no divisor with the number of its voxels.</summary>
    private const long Stride = 48_271;

    public string Folder => folder;

    public string Chunks => Path.Join(folder, "chunks");

    public string Shards => Path.Join(folder, "shards");

    public string Tiff => Path.Join(folder, "tiff");

    public string List(int points) => Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"list-{points}"));

    /// <summary>The boxes of these points as blocks of TIFF files without compression.</summary>
    public async Task CutAsync(IEnumerable<Block> blocks)
    {
        using var volumes = new VolumeCache(new VolumeCacheOptions());
        foreach (Block block in blocks)
        {
            string target = Directory.CreateDirectory(Path.Join(Tiff, string.Create(CultureInfo.InvariantCulture, $"block_{block.Id.ToString()["point_".Length..].PadLeft(4, '0')}"))).FullName;
            for (int channel = 0; channel < block.Channels.Count; channel++)
            {
                using VolumeLease lease = (await volumes.GetAsync(block, channel, CancellationToken.None))!;
                ViewerTiff.Write(Path.Join(target, block.Channels[channel].Name + ".tif"), Side, lease.Volume.Voxels.Span, deflate: false);
            }
        }
    }

    /// <summary>So many points at different voxels of the volume in <see cref="Chunks"/>.</summary>
    public void WriteList(int points)
    {
        string target = Directory.CreateDirectory(List(points)).FullName;
        using (var table = new StreamWriter(Path.Join(target, "points.csv")))
        {
            table.WriteLine("id,z,y,x");
            for (long i = 0; i < points; i++)
            {
                long at = i * Stride % ((long)VolumeSide * VolumeSide * VolumeSide);
                table.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i},{at / VolumeSide / VolumeSide},{at / VolumeSide % VolumeSide},{at % VolumeSide}"));
            }
        }

        var source = new { channels = Path.Join(Chunks, "ch_{channel}.zarr"), box = new[] { Side, Side, Side }, points = new { file = "points.csv" } };
        File.WriteAllBytes(Path.Join(target, SourceFile), JsonSerializer.SerializeToUtf8Bytes(source));
    }
}

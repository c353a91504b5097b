using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>A cache over blocks of the golden files, whose reads are counted and can be held.</summary>
internal sealed class VolumeCacheRig : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("volume-cache-").FullName;

    public VolumeCacheRig()
    {
        Cache = new VolumeCache(new VolumeCacheOptions { BeforeRead = Share.BeforeReadAsync });
    }

    public VolumeCache Cache { get; }

    public SlowShare Share { get; } = new();

    public Block MakeBlock(int number, string first, string? second = null, string? third = null, string folder = "data")
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string path = Directory.CreateDirectory(Path.Combine(_root, folder, id.Value)).FullName;
        List<ChannelFile> channels = [];
        foreach (string name in new[] { first, second, third }.OfType<string>())
        {
            string file = Path.Combine(path, $"c{channels.Count}.tif");
            File.Copy(GoldenVectors.Path(name), file, overwrite: true);
            channels.Add(new ChannelFile($"ch{channels.Count}", file));
        }

        return new Block(id, new LabelKey(null, id), path, channels);
    }

    public void Dispose()
    {
        Cache.Dispose();
        Share.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

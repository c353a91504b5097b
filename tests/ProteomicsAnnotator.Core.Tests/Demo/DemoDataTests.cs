using System.Security.Cryptography;
using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Demo;

public sealed class DemoDataTests(DemoDataTests.MadeOnce made) : IClassFixture<DemoDataTests.MadeOnce>
{
    [Fact]
    public async Task Ensure_FirstTime_MakesEveryBlockWithThreeChannelsAndAFocusPoint()
    {
        DemoData demo = made.Demo;
        using var catalog = new BlockCatalog(demo.DataRoot, demo.DataRoot, []);

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.Equal(DemoData.BlockCount, catalog.Current.Blocks.Count);
        Assert.Empty(catalog.Current.Problems);
        Assert.All(catalog.Current.Blocks, block =>
        {
            Assert.Equal(["488", "561", "638"], block.Channels.Select(c => c.Name));
            Assert.InRange(block.Focus!.Value.Z, 40, 90);
        });
        Assert.Equal([demo.Folder], Directory.GetFileSystemEntries(Path.GetDirectoryName(demo.Folder)!));
        Assert.Equal(1, made.Progress.Highest);
    }

    [Fact]
    public void Ensure_Labels_NameBlocksAndClassesThatExist()
    {
        string[] files = Directory.GetFiles(Path.Join(made.Demo.AnnotationsRoot, "users"));
        Assert.Equal(2, files.Length);
        foreach (string file in files)
        {
            using JsonDocument user = JsonDocument.Parse(File.ReadAllBytes(file));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), user.RootElement.GetProperty("username").GetString());
            foreach (JsonProperty entry in user.RootElement.GetProperty("annotations").EnumerateObject())
            {
                Assert.True(Directory.Exists(Path.Join(made.Demo.DataRoot, entry.Name)));
                Assert.InRange(entry.Value.GetProperty("label").GetInt32(), 1, 3);
            }
        }

        Assert.Contains("\"admin\"", File.ReadAllText(made.Demo.RolesFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Ensure_TheTwoBadFiles_AreAsDescribed()
    {
        byte[] hot = File.ReadAllBytes(Path.Join(made.Demo.DataRoot, "block_0005", "488.tif"));
        byte[] cut = File.ReadAllBytes(Path.Join(made.Demo.DataRoot, "block_0009", "561.tif"));
        const int VoxelBytes = 128 * 128 * 128 * 2;

        ReadOnlySpan<ushort> voxels =
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(hot.AsSpan(hot.Length - VoxelBytes));
        Assert.Equal(1, voxels.Count(ushort.MaxValue));
        Assert.True(cut.Length < hot.Length * 3 / 4);
    }

    /// <summary>A volume with points beside the blocks: a newcomer opens that folder.</summary>
    [Fact]
    public async Task Ensure_Volume_IsASourceOfPointsOnBodies()
    {
        using var catalog = new BlockCatalog(made.Demo.VolumeRoot, made.Demo.VolumeRoot, []) { Source = PointsSource.Read };

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.Empty(catalog.Current.Problems);
        Assert.Equal(15, catalog.Current.Blocks.Count);
        Assert.Equal("1 pair nearer than 4 µm", NearPoints.Describe(catalog.Current.Blocks)!.Value.Result);
        using var volumes = new VolumeCache(new VolumeCacheOptions());
        foreach (Block block in catalog.Current.Blocks.Take(12))
        {
            Assert.Equal(["488", "638"], block.Channels.Select(channel => channel.Name));
            using VolumeLease lease = (await volumes.GetAsync(block, 0, TestContext.Current.CancellationToken))!;
            ushort[] voxels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(lease.Volume.Voxels.Span).ToArray();
            double middle = Enumerable.Range(0, 27).Average(i => voxels[((((22 + (i / 9)) * 48) + 22 + (i / 3 % 3)) * 48) + 22 + (i % 3)]);
            Assert.True(middle > 1.2 * voxels.Where(voxel => voxel > 0).Average(voxel => (double)voxel), $"{block.Id}: {middle}");
        }
    }

    [Fact]
    public async Task Ensure_Twice_KeepsWhatIsThere()
    {
        string labels = Path.Join(made.Demo.AnnotationsRoot, "users", "someone.json");
        await File.WriteAllBytesAsync(labels, "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        DemoData again = await DemoData.EnsureAsync(
            made.Cache, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(made.Demo.Folder, again.Folder);
        Assert.True(File.Exists(labels));
        File.Delete(labels);
    }

    [Theory]
    [InlineData("block_0001/488.tif", "757791D6F4A76883")]
    [InlineData("block_0012/561.tif", "F9A47651226FAE8B")]
    [InlineData("block_0024/638.tif", "A830DA6347E4859E")]
    public void Ensure_OnAnyMachine_MakesTheSameVoxels(string file, string hash)
    {
        byte[] bytes = File.ReadAllBytes(Path.Join(made.Demo.DataRoot, file))[^(2 * 128 * 128 * 128)..];

        Assert.StartsWith(hash, Convert.ToHexString(SHA256.HashData(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_Cancelled_LeavesNothing()
    {
        string cache = Directory.CreateTempSubdirectory("annotator-").FullName;
        using var cancel = new CancellationTokenSource();
        var atOnce = new Steps(_ => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DemoData.EnsureAsync(cache, atOnce, cancel.Token));

        Assert.Empty(Directory.GetFileSystemEntries(cache));
        Directory.Delete(cache);
    }

    /// <summary>One demo for all tests of the class.</summary>
    public sealed class MadeOnce : IAsyncLifetime
    {
        public string Cache { get; } = Directory.CreateTempSubdirectory("annotator-").FullName;

        public Steps Progress { get; } = new(_ => { });

        public DemoData Demo { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Demo = await DemoData.EnsureAsync(Cache, Progress);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Cache, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Progress on the reporting thread.</summary>
    public sealed class Steps(Action<double> then) : IProgress<double>
    {
        private readonly Lock _gate = new();

        public double Highest { get; private set; }

        public void Report(double value)
        {
            lock (_gate)
            {
                Highest = Math.Max(Highest, value);
            }

            then(value);
        }
    }
}

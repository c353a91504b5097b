using System.Diagnostics;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>Names that a block id or this program cannot have: the true reason is told.</summary>
public sealed class UnusualNamesTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    /// <summary>.NET cannot delete what it cannot name.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "rm -rf ./*"]) { WorkingDirectory = _data.Path })!;
            shell.WaitForExit();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task Scan_FolderNamedInLatin1_SaysThatTheNameIsNoUtf8()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "file names are UTF-16 or UTF-8 there");
        await ShellAsync("mkdir -p \"$(printf 'Pr\\344parat')/block_0001\"");

        CatalogProblem problem = Assert.Single((await ScanAsync()).Problems);

        Assert.Contains("not valid UTF-8", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FileNamedInLatin1_SaysThatTheNameIsNoUtf8()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "file names are UTF-16 or UTF-8 there");
        _data.Block("block_0001");
        await ShellAsync($"cp '{GoldenVectors.Path("shaped.tif")}' \"block_0001/$(printf 'pr\\344parat').tif\"");
        Block block = Assert.Single((await ScanAsync()).Blocks);
        using var cache = new VolumeCache(new VolumeCacheOptions());

        StorageException fault = await Assert.ThrowsAsync<StorageException>(
            () => cache.GetAsync(block, 0, TestContext.Current.CancellationToken));

        Assert.Contains("not valid UTF-8", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_PathLongerThanABlockId_SaysHowLongItIs()
    {
        string folder = string.Join('/', Enumerable.Range(0, 11).Select(i => new string((char)('a' + i), 100)));
        _data.Block($"{folder}/block_0001", "a.tif");

        CatalogProblem problem = Assert.Single((await ScanAsync()).Problems);

        Assert.Contains($"{folder.Length + 11} characters; a block id has at most 1024", problem.Message, StringComparison.Ordinal);
    }

    private async Task<CatalogSnapshot> ScanAsync()
    {
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return catalog.Current;
    }

    private async Task ShellAsync(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _data.Path };
        using Process shell = Process.Start(start)!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }
}

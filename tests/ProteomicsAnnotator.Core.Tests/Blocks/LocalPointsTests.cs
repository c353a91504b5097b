using System.Buffers.Binary;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class LocalPointsTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Scan_LocalPoints_RowIBelongsToTheIthBlockOfItsFolder()
    {
        _data.Block("tile/block_0007", "a.tif");
        _data.Block("tile/block_0003", "a.tif");
        _data.Block("tile/block_9", "a.tif");
        _data.Block("block_0001", "a.tif");
        await WriteAsync("tile/local_points.npy", "<f8", "False", "(2, 3)", Doubles(1, 2, 3, 4.5, 5, 6));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(
            [null, new FocusPoint(1, 2, 3), new FocusPoint(4.5, 5, 6)], found.Blocks.Select(b => b.Focus));
        Assert.Empty(found.Problems);
    }

    /// <summary>The rows were written in an order that the names do not show.</summary>
    [Fact]
    public async Task Scan_LocalPointsBesideUuids_AreNamedAndNotUsed()
    {
        _data.Block("tile/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "a.tif");
        _data.Block("tile/block_0003", "a.tif");
        await WriteAsync("tile/local_points.npy", "<f8", "False", "(2, 3)", Doubles(1, 2, 3, 4.5, 5, 6));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(2, found.Blocks.Count);
        Assert.All(found.Blocks, block => Assert.Null(block.Focus));
        CatalogProblem problem = Assert.Single(found.Problems);
        Assert.EndsWith("local_points.npy", problem.Path, StringComparison.Ordinal);
        Assert.Contains("UUID", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<i2", "0100" + "0200" + "0300" + "0400" + "0500" + "0600")]
    [InlineData(">i2", "0001" + "0002" + "0003" + "0004" + "0005" + "0006")]
    [InlineData("|u1", "01" + "02" + "03" + "04" + "05" + "06")]
    [InlineData(">f4", "3f800000" + "40000000" + "40400000" + "40800000" + "40a00000" + "40c00000")]
    [InlineData("<f2", "003c" + "0040" + "0042" + "0044" + "0045" + "0046")]
    public async Task Scan_AnyNumberType_IsRead(string type, string hex)
    {
        _data.Block("block_0001", "a.tif");
        _data.Block("block_0002", "a.tif");
        await WriteAsync("local_points.npy", type, "False", "(2, 3)", Convert.FromHexString(hex));

        Assert.Equal(
            [new FocusPoint(1, 2, 3), new FocusPoint(4, 5, 6)], (await ScanAsync()).Blocks.Select(b => b.Focus!.Value));
    }

    [Fact]
    public async Task Scan_LongIntegersOfPython2_AreRead()
    {
        _data.Block("block_0001", "a.tif");
        await WriteAsync("local_points.npy", "<f8", "False", "(1L, 3L)", Doubles(1, 2, 3));

        Assert.Equal([new FocusPoint(1, 2, 3)], (await ScanAsync()).Blocks.Select(b => b.Focus!.Value));
    }

    [Fact]
    public async Task Scan_FortranOrder_ReadsColumnsFirst()
    {
        _data.Block("block_0001", "a.tif");
        _data.Block("block_0002", "a.tif");
        await WriteAsync("local_points.npy", "<f8", "True", "(2, 3)", Doubles(1, 4, 2, 5, 3, 6));

        Assert.Equal(
            [new FocusPoint(1, 2, 3), new FocusPoint(4, 5, 6)], (await ScanAsync()).Blocks.Select(b => b.Focus!.Value));
    }

    [Fact]
    public async Task Scan_RowWithNaN_IsNoPoint()
    {
        _data.Block("block_0001", "a.tif");
        await WriteAsync("local_points.npy", "<f8", "False", "(1, 3)", Doubles(1, double.NaN, 3));

        Assert.Null((await ScanAsync()).Blocks[0].Focus);
    }

    [Fact]
    public async Task Scan_FewerRowsThanBlocks_ReportsAndUsesWhatIsThere()
    {
        _data.Block("block_0001", "a.tif");
        _data.Block("block_0002", "a.tif");
        await WriteAsync("local_points.npy", "<f8", "False", "(1, 3)", Doubles(1, 2, 3));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal([new FocusPoint(1, 2, 3), null], found.Blocks.Select(b => b.Focus));
        Assert.EndsWith("local_points.npy", Assert.Single(found.Problems).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f8", "(1, 2)", 16, "shape")]
    [InlineData("<f8", "(3,)", 24, "shape")]
    [InlineData("|O", "(1, 3)", 24, "not understood")]
    [InlineData("<f8", "(1, 3)", 20, "ends before")]
    [InlineData("<f8", "(999999999, 3)", 24, "more than")]
    [InlineData("<f8", "(2000000, 3)", 24, "shape")]
    public async Task Scan_UnusableFile_IsReportedAndNotFatal(string type, string shape, int bytes, string word)
    {
        _data.Block("block_0001", "a.tif");
        await WriteAsync("local_points.npy", type, "False", shape, new byte[bytes]);

        CatalogSnapshot found = await ScanAsync();

        Assert.Null(found.Blocks[0].Focus);
        Assert.Contains(word, Assert.Single(found.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0093NUM")]
    [InlineData("PK\u0003\u0004 some other file")]
    public async Task Scan_NotAnArrayFile_IsReported(string content)
    {
        _data.Block("block_0001", "a.tif");
        await File.WriteAllBytesAsync(
            _data.Below("local_points.npy"), Encoding.Latin1.GetBytes(content), TestContext.Current.CancellationToken);

        Assert.Single((await ScanAsync()).Problems);
    }

    private static byte[] Doubles(params double[] numbers)
    {
        byte[] bytes = new byte[numbers.Length * 8];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * 8), numbers[i]);
        }

        return bytes;
    }

    private Task WriteAsync(string path, string type, string fortranOrder, string shape, byte[] numbers)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortranOrder}, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. numbers];
        return File.WriteAllBytesAsync(_data.Below(path), bytes, TestContext.Current.CancellationToken);
    }

    private async Task<CatalogSnapshot> ScanAsync()
    {
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return catalog.Current;
    }
}

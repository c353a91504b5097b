using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

public sealed class FolderListingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("listing");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Read_FolderWithBlocksAndOthers_ListsTheOthersAndCountsTheBlocks()
    {
        _folder.CreateSubdirectory("block_0001");
        _folder.CreateSubdirectory("Tile_b");
        _folder.CreateSubdirectory("tile_a");
        _folder.CreateSubdirectory(".snapshot");

        FolderListing listing = await FolderListing.ReadAsync(_folder.FullName);

        Assert.Equal(["tile_a", "Tile_b"], listing.Folders);
        Assert.Equal(1, listing.BlockFolders);
        Assert.Null(listing.Problem);
    }

    [Theory]
    [InlineData("no-such-folder", "There is no folder")]
    [InlineData("", "is no folder name")]
    public async Task Read_NoFolder_SaysSoInWords(string name, string expected)
    {
        string path = name.Length == 0 ? "" : Path.Combine(_folder.FullName, name);

        FolderListing listing = await FolderListing.ReadAsync(path);

        Assert.Contains(expected, listing.Problem, StringComparison.Ordinal);
    }
}

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

    [Fact]
    public async Task Read_ADiskOfWindows_HidesWhatTheSystemKeepsThere()
    {
        _folder.CreateSubdirectory("$RECYCLE.BIN");
        _folder.CreateSubdirectory("System Volume Information");
        _folder.CreateSubdirectory("campaign");

        Assert.Equal(["campaign"], (await FolderListing.ReadAsync(_folder.FullName)).Folders);
    }

    [Theory]
    [InlineData(@"C:\", null, new[] { "campaign", @"D:\" })]
    [InlineData(@"\\server\share", null, new[] { "campaign", @"C:\", @"D:\" })]
    [InlineData(@"C:\campaign", @"C:\", new[] { "campaign" })]
    public void Drives_AtTheTopOfOne_AreOfferedBesideTheFolders(string path, string? parent, string[] expected)
    {
        var listing = new FolderListing(path, parent, ["campaign"], 0, null);

        Assert.Equal(expected, listing.WithDrives([@"C:\", @"D:\"]).Folders);
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

    [Theory]
    [InlineData("~")]
    [InlineData("~/")]
    [InlineData(" ~ ")]
    public async Task Read_Tilde_IsTheHomeFolder(string path)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        FolderListing listing = await FolderListing.ReadAsync(path);

        Assert.Equal(home, Path.TrimEndingDirectorySeparator(listing.Path));
    }

    [Fact]
    public async Task Read_NameThatOnlyBeginsWithATilde_IsThatName()
    {
        DirectoryInfo odd = _folder.CreateSubdirectory("~odd");

        Assert.Null((await FolderListing.ReadAsync(odd.FullName)).Problem);
    }

    [Fact]
    public async Task Read_ABlockItself_IsSaid()
    {
        DirectoryInfo block = _folder.CreateSubdirectory("block_0001");

        Assert.True((await FolderListing.ReadAsync(block.FullName)).IsBlock);
        Assert.False((await FolderListing.ReadAsync(_folder.FullName)).IsBlock);
    }

    [Fact]
    public async Task Read_MountThatNeverAnswers_IsSaid_AndHoldsNoThreadThatOthersNeed()
    {
        string path = _folder.CreateSubdirectory("mount").FullName;
        using var mount = SilentMount.TryCreate(path);
        Assert.SkipWhen(mount is null, "needs Linux, root and FUSE");
        Task<FolderListing>[] first = [.. Enumerable.Range(0, 12).Select(i => FolderListing.ReadAsync(Path.Combine(path, $"folder{i}")))];

        // The pool has threads left: work that is given to it now is done at once.
        var others = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Thread.Yield(), TestContext.Current.CancellationToken)));
        await others.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(first, listing => listing.IsCompleted);
        FolderListing[] answers = await Task.WhenAll(first);
        Assert.All(answers, answer => Assert.Contains("did not answer", answer.Problem, StringComparison.Ordinal));

        FolderListing again = await FolderListing.ReadAsync(Path.Combine(path, "folder3"));
        Assert.Contains("still does not answer", again.Problem, StringComparison.Ordinal);
        mount!.Dispose();
        FolderListing later = await EventuallyAsync(Path.Combine(path, "folder3"));
        Assert.Contains("There is no folder", later.Problem, StringComparison.Ordinal);
    }

    private static async Task<FolderListing> EventuallyAsync(string path)
    {
        FolderListing? listing = null;
        await Eventually.IsTrueAsync(
            async () => (listing = await FolderListing.ReadAsync(path)).Problem?.Contains("answer", StringComparison.Ordinal) != true, "the folder answers");
        return listing!;
    }
}

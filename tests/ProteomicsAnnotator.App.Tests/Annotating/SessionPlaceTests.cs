using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Where a page is: what it lists, which block it is on, and how it gets to another.</summary>
public sealed class SessionPlaceTests : IAsyncLifetime
{
    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Open_BlocksAlreadyFound_ListsThemBeforeTheViewerBegins()
    {
        await using AnnotationSession second = await _rig.OpenPageAsync(_rig.Session.Owner.SignIn);

        Assert.Equal(["block_0001", "block_0002", "block_0003", "block_0004"], second.Place.Sequence.Visible.Select(block => block.Id.Value));
        Assert.Null(second.Place.Current);
    }

    [Fact]
    public void Begin_AfterAReload_ReturnsToTheBlockOneWasOn()
    {
        Assert.True(_rig.Session.TryBegin(OpenRoots.ConfiguredId, "block_0003"));
        Assert.Equal("block_0003", _rig.Session.Place.Current?.Id.Value);
    }

    [Fact]
    public void Jump_AlongTheList_StopsAtItsEnds()
    {
        Assert.True(_rig.Session.TryJump(2));
        Assert.Equal("block_0003", _rig.Session.Place.Current?.Id.Value);
        Assert.True(_rig.Session.TryJump(int.MaxValue));
        Assert.Equal("block_0004", _rig.Session.Place.Current?.Id.Value);
        Assert.False(_rig.Session.TryJump(20));
        Assert.True(_rig.Session.TryJump(int.MinValue));
        Assert.Equal("block_0001", _rig.Session.Place.Current?.Id.Value);
    }

    [Fact]
    public async Task Jump_WhileAdjudicating_IsAlongTheQueue()
    {
        await _rig.DisagreeAsync(0, 2);
        await using AnnotationSession boss = await _rig.OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();

        Assert.True(boss.TryJump(1));

        Assert.Equal("block_0003", boss.Place.Current?.Id.Value);
        Assert.Equal(boss.Place.Current?.Id, boss.Admin.Shown.Adjudication.Current);
        Assert.False(boss.TryJump(int.MaxValue));
    }

    [Fact]
    public async Task Filter_CurrentBlockDoesNotPass_IsListedAsAStray()
    {
        await _rig.LabelAsync("block_0002", 1);

        _rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Labelled));

        Assert.Equal([("block_0001", true), ("block_0002", false)], _rig.Session.Place.Sequence.Visible.Select(block => (block.Id.Value, _rig.Session.Place.IsFilteredOut(block))));
    }

    [Fact]
    public async Task Rescan_AfterFoldersCameAndWent_SaysHowMany()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "data/block_0007"));
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "data/block_0008"));
        Directory.Delete(Path.Combine(_rig.Folder, "data/block_0004"), recursive: true);

        await _rig.Session.Place.RescanAsync();
        await _rig.Session.Place.RescanAsync();

        Assert.Equal(["Looked again: 2 new, 1 gone; 5 blocks now.", "Looked again: 0 new, 0 gone; 5 blocks now."], _rig.Said);
    }

    [Fact]
    public async Task CatalogNotice_OfFilesAndFolders_NamesEachByItsKind()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "data/block_12"));
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "data/local_points.npy"), [1, 2, 3]);

        await _rig.Session.Place.RescanAsync();

        Assert.Equal("1 folder not used · 1 remark on this folder", CatalogText.Summary(_rig.Session.Place.Catalog));
        Assert.Contains(CatalogText.Details(_rig.Session.Place.Catalog), line => line.Contains("local_points.npy", StringComparison.Ordinal));
    }

    [Fact]
    public void FirstHit_OfASearch_IsTheFirstThatMatches()
    {
        Assert.Null(_rig.Session.Place.FirstHit);
        _rig.Session.Place.SetFilter(new BlockFilter("000", BlockFilter.Labelled));
        Assert.Null(_rig.Session.Place.FirstHit);
        _rig.Session.Place.SetFilter(new BlockFilter("003"));
        Assert.Equal("block_0003", _rig.Session.Place.FirstHit?.Id.Value);
        _rig.Session.Place.SetFilter(new BlockFilter("x"));
        Assert.Null(_rig.Session.Place.FirstHit);
    }
}

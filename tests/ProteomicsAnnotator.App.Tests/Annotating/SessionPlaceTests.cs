using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Where a page is: what it lists, which block it is on, and how it gets to another.</summary>
public sealed class SessionPlaceTests : SessionTests
{
    [Fact]
    public async Task Open_BlocksAlreadyFound_ListsThemBeforeTheViewerBegins()
    {
        await using AnnotationSession second = await Rig.OpenPageAsync(Rig.Session.Owner.SignIn);

        Assert.Equal(["block_0001", "block_0002", "block_0003", "block_0004"], second.Place.Sequence.Visible.Select(block => block.Id.Value));
        Assert.Null(second.Place.Current);
    }

    [Fact]
    public void Begin_AfterAReload_ReturnsToTheBlockOneWasOn()
    {
        Assert.True(Rig.Session.TryBegin(OpenRoots.ConfiguredId, "block_0003"));
        Assert.Equal("block_0003", Rig.Session.Place.Current?.Id.Value);
    }

    [Fact]
    public void Jump_AlongTheList_StopsAtItsEnds()
    {
        Assert.True(Rig.Session.TryJump(2));
        Assert.Equal("block_0003", Rig.Session.Place.Current?.Id.Value);
        Assert.True(Rig.Session.TryJump(int.MaxValue));
        Assert.Equal("block_0004", Rig.Session.Place.Current?.Id.Value);
        Assert.False(Rig.Session.TryJump(20));
        Assert.True(Rig.Session.TryJump(int.MinValue));
        Assert.Equal("block_0001", Rig.Session.Place.Current?.Id.Value);
    }

    [Fact]
    public async Task Jump_WhileAdjudicating_IsAlongTheQueue()
    {
        await Rig.DisagreeAsync(0, 2);
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
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
        await Rig.LabelAsync("block_0002", 1);

        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Labelled));

        Assert.Equal([("block_0001", true), ("block_0002", false)], Rig.Session.Place.Sequence.Visible.Select(block => (block.Id.Value, Rig.Session.Place.IsFilteredOut(block))));
    }

    [Fact]
    public async Task Rescan_AfterFoldersCameAndWent_SaysHowMany()
    {
        Directory.CreateDirectory(Path.Combine(Rig.Folder, "data/block_0007"));
        Directory.CreateDirectory(Path.Combine(Rig.Folder, "data/block_0008"));
        Directory.Delete(Path.Combine(Rig.Folder, "data/block_0004"), recursive: true);

        await Rig.Session.Place.RescanAsync();
        await Rig.Session.Place.RescanAsync();

        Assert.Equal(["Looked again: 2 new, 1 gone; 5 blocks now.", "Looked again: 0 new, 0 gone; 5 blocks now."], Rig.Said);
    }

    [Fact]
    public async Task CatalogNotice_OfFilesAndFolders_NamesEachByItsKind()
    {
        Directory.CreateDirectory(Path.Combine(Rig.Folder, "data/block_12"));
        await File.WriteAllBytesAsync(Path.Combine(Rig.Folder, "data/local_points.npy"), [1, 2, 3]);

        await Rig.Session.Place.RescanAsync();

        Assert.Equal("1 folder not used · 1 remark on this folder", CatalogText.Summary(Rig.Session.Place.Catalog));
        Assert.Contains(CatalogText.Details(Rig.Session.Place.Catalog), line => line.Contains("local_points.npy", StringComparison.Ordinal));
    }

    [Fact]
    public void FirstHit_OfASearch_IsTheFirstThatMatches()
    {
        Assert.Null(Rig.Session.Place.FirstHit);
        Rig.Session.Place.SetFilter(new BlockFilter("000", BlockFilter.Labelled));
        Assert.Null(Rig.Session.Place.FirstHit);
        Rig.Session.Place.SetFilter(new BlockFilter("003"));
        Assert.Equal("block_0003", Rig.Session.Place.FirstHit?.Id.Value);
        Rig.Session.Place.SetFilter(new BlockFilter("x"));
        Assert.Null(Rig.Session.Place.FirstHit);
    }
}

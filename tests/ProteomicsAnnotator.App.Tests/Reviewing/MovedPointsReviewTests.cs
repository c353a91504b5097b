using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Annotating;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>Points are read again while the Review is open: what was said of another place counts nowhere from then on.</summary>
public sealed class MovedPointsReviewTests : IAsyncLifetime
{
    private static readonly BlockId Far = BlockId.Parse("point_far");
    private static readonly BlockId Near = BlockId.Parse("point_near");
    private readonly SessionRig _rig = new();
    private AnnotationSession _boss = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ReviewSession Review => _boss.Admin.Shown!;

    public async ValueTask InitializeAsync()
    {
        PointsFolder points = Points();
        points.PutSource("id,z,y,x\nfar,20,25,30\nnear,10,10,10\n");
        BlockCatalog catalog = points.Catalog();
        await catalog.ScanAsync(Ct);
        await _rig.OpenShareOverAsync(catalog);
        foreach (string name in new[] { "carol", "dave" })
        {
            UserLabels labels = await _rig.Share.OpenUserAsync(name, Ct);
            foreach (Block block in catalog.Current.Blocks)
            {
                Assert.True((await labels.SetAsync(block.Key, 1, default, [], null, Ct, block.Point)).Accepted);
            }
        }

        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(90));
        _boss = await _rig.OpenAdminAsync();
        Assert.All(Review.Table.Rows, row => Assert.Equal(1, row.Consensus.Label));
    }

    public async ValueTask DisposeAsync()
    {
        await _boss.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Table_AfterPointsWereReadAgain_CountsNoLabelOfAnotherPlace()
    {
        await MoveAsync();

        await Eventually.IsTrueAsync(() => Review.Table.Find(Far)?.Consensus.VoteCount == 0, "labels of the moved point count nowhere");
        Assert.Equal((1, 2), (Review.Table.Find(Near)!.Value.Consensus.Label, Review.Table.Find(Near)!.Value.Consensus.VoteCount));
    }

    /// <summary>A colleague's program has not read the table again, so that the label has the old position.</summary>
    [Fact]
    public async Task Table_LabelOfAnotherPlaceThatComesLater_CountsNowhere_AndOneOfTheNewPlaceDoes()
    {
        BlockPoint old = _rig.Catalog.Current.Blocks.Single(block => block.Id == Far).Point!;
        await MoveAsync();
        await Eventually.IsTrueAsync(() => Review.Table.Find(Far)?.Consensus.VoteCount == 0, "labels of the moved point count nowhere");
        BlockPoint now = _rig.Catalog.Current.Blocks.Single(block => block.Id == Far).Point!;

        await LabelAsync("erin", old);
        await LabelAsync("frank", now);

        await Eventually.IsTrueAsync(() => Review.Table.Find(Far)?.Consensus.VoteCount > 0, "the label of the new place counts");
        await Eventually.IsTrueAsync(() => Review.Table.Annotators.Any(annotator => annotator.Username == "erin"), "the other label has come");
        Assert.Equal((1, 2), (Review.Table.Find(Far)!.Value.Consensus.VoteCount, Review.Table.Find(Far)!.Value.Consensus.Label));
        Assert.Contains(Review.ChangedFiles.Found!, label => label is { IsMoved: true, Username: "erin" });
    }

    private async Task LabelAsync(string username, BlockPoint point)
    {
        UserLabels labels = await _rig.Share.OpenUserAsync(username, Ct);
        Assert.True((await labels.SetAsync(new LabelKey(null, Far), 2, default, [], null, Ct, point)).Accepted);
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Consensus_AcceptedRightAfterPointsWereReadAgain_IsNoFinalLabelOfTheNewPlace()
    {
        var list = new ReviewList();
        list.Update(Review.Table);
        list.SelectAll();
        var decisions = new FinalLabelDecisions(Review, list, Ct);
        Func<Task<bool>> accept = decisions.AcceptConsensus();
        await MoveAsync();

        bool isDone = await accept();

        Assert.True(isDone, decisions.Message ?? decisions.Question?.Text);
        Assert.Equal("1 block: the final label is the consensus now. 1 block stands elsewhere now than where it was labelled, and is left as before.", decisions.Message);
        Assert.Equal((null, 1), (Review.Table.Find(Far)!.Value.FinalLabel, Review.Table.Find(Near)!.Value.FinalLabel?.Label));
    }

    [Fact]
    public async Task Consensus_WhileItIsNotKnownWhichPointsMoved_IsNotAccepted()
    {
        var list = new ReviewList();
        list.Update(Review.Table);
        list.SelectAll();
        var decisions = new FinalLabelDecisions(Review, list, Ct);
        Func<Task<bool>> accept = decisions.AcceptConsensus();
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "annotations", "campaign", "calibration"));
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "annotations", "campaign", "calibration", "20240102T090000Z-ws-6-ba9876543210.json"), "{"u8.ToArray(), Ct);
        await MoveAsync();

        Assert.False(await accept());

        Assert.StartsWith("Nothing is set, as it is not known which points have moved: ", decisions.Message, StringComparison.Ordinal);
        Assert.All(Review.Table.Rows, row => Assert.Null(row.FinalLabel));
    }

    private PointsFolder Points() => new(Path.Combine(_rig.Folder, "data"));

    private async Task MoveAsync()
    {
        Points().PutText("points.csv", "id,z,y,x\nfar,20,25,33\nnear,10,10,11\n");
        await _rig.Catalog.ScanAsync(Ct);
    }
}

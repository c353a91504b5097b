using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What an admin's page shows of others makes the admin's own next label not blind.</summary>
public sealed class NotBlindSessionTests : SessionTests
{
    private const string First = "block_0001";
    private const string Third = "block_0003";

    [Fact]
    public async Task ConsensusLine_InThePicture_MakesTheLabelNotBlind_AndThatIsSaid_AndUndoneWithIt()
    {
        await Rig.DisagreeAsync(0);
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        var said = new List<string>();
        boss.Notices.Noticed += notice => said.Add(notice.Text);
        UserLabels labels = await Rig.Share.OpenUserAsync("boss", CancellationToken.None);
        Assert.True((await Rig.LabelAsync(Third, 2, page: boss)).Accepted);
        Assert.False(IsNotBlind(labels, Third));

        Assert.True(boss.TryBegin(null, First));
        Assert.NotNull(boss.Admin.LineOf(Rig.Catalog.Current.Blocks[0]));
        Assert.True((await Rig.LabelAsync(First, 2, page: boss)).Accepted);

        Assert.True(IsNotBlind(labels, First));
        Assert.Single(said, text => text.StartsWith("block_0001 is labelled, not blind", StringComparison.Ordinal));
        Assert.True((await boss.Viewer.UndoAsync(Rig.Undo())).Accepted);
        Assert.Null(labels.Find(LabelKeyOf(First)));
    }

    [Fact]
    public async Task AnnotatorsPage_ShowsNothingOfOthers_SoItsLabelsAreBlind()
    {
        await Rig.DisagreeAsync(0);
        await Rig.LabelAsync(First, 1);
        UserLabels labels = await Rig.Share.OpenUserAsync("alice", CancellationToken.None);
        Assert.False(IsNotBlind(labels, First));
        Assert.DoesNotContain(Rig.Said, text => text.Contains("not blind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task History_WithAnothersDecision_IsEnough_AndTheOwnOneIsNot()
    {
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        await Rig.LabelAsync(Third, 2, page: boss);
        await Rig.DisagreeAsync(0);
        UserLabels labels = await Rig.Share.OpenUserAsync("boss", CancellationToken.None);

        _ = await boss.ReadHistoryAsync(Rig.Catalog.Current.Blocks[2]);
        await Rig.LabelAsync(Third, 1, page: boss);
        Assert.False(IsNotBlind(labels, Third));
        _ = await boss.ReadHistoryAsync(Rig.Catalog.Current.Blocks[0]);
        await Rig.LabelAsync(First, 1, page: boss);
        Assert.True(IsNotBlind(labels, First));
    }

    [Fact]
    public async Task Gallery_SaysHowManyOfTheLabelsAreNotBlind()
    {
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Rig.Share.Shown.Of("boss").Add([BlockId.Parse(First), BlockId.Parse(Third)]);
        UserLabels labels = await Rig.Share.OpenUserAsync("boss", CancellationToken.None);
        await labels.SetManyAsync([.. Rig.Catalog.Current.Blocks.Select(block => (block.Key, (IReadOnlyList<Core.Journals.SeenFile>)[]))], 1, hasEvidence: false, CancellationToken.None);

        Assert.Equal([true, false, true, false], Rig.Catalog.Current.Blocks.Select(block => labels.Find(block.Key)!.Value.IsNotBlind));
        Assert.StartsWith("2 blocks are labelled, not blind", NotBlindText.Of(labels, [.. Rig.Catalog.Current.Blocks.Select(block => block.Key)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Adjudication_ShowsVotes_UnlessTheyAreHidden(bool hidesVotes, bool isNotBlind)
    {
        await Rig.DisagreeAsync(0);
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        ReviewSession review = boss.Admin.Shown!;
        await review.Adjudication.SetBlindingAsync(new Blinding(HidesNames: true, hidesVotes));
        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        using var context = new Bunit.BunitContext();
        _ = context.Render<App.Components.Admin.AdjudicationPanel>(parameters => parameters.Add(panel => panel.Review, review));
        review.Adjudication.Stop();

        UserLabels labels = await Rig.Share.OpenUserAsync("boss", CancellationToken.None);
        await labels.SetAsync(LabelKeyOf(First), 1, [], CancellationToken.None);
        Assert.Equal(isNotBlind, IsNotBlind(labels, First));
    }

    private static bool IsNotBlind(UserLabels labels, string block) => labels.Find(LabelKeyOf(block))!.Value.IsNotBlind;

    private static LabelKey LabelKeyOf(string block) => new(null, BlockId.Parse(block));
}

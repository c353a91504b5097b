using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A digit while second opinions are given: what the page shows, hides and keeps.</summary>
public sealed class SecondOpinionPressTests : SessionTests
{
    [Fact]
    public async Task Digit_KeepsASecondOpinion_AndNothingOnThePageTellsTheFinalLabel()
    {
        (AnnotationSession boss, FinalLabels chief) = await BeginAsync();
        Block block = Rig.Catalog.Current.Blocks[0];
        Assert.Equal(DecisionMode.Second, boss.Mode);
        Assert.Null(boss.Viewer.DecidedLabelOf(block));
        Assert.DoesNotContain((await boss.ReadHistoryAsync(block)).Entries, entry => entry.IsFinalLabel);

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 1, page: boss);

        Assert.True(outcome.Accepted, outcome.Reason);
        Assert.Null(outcome.Sentence);
        Assert.Equal(1, boss.Viewer.DecidedLabelOf(block));
        Assert.Equal((3, 1), (chief.Find(block.Key)?.Label, Assert.Single(chief.Seconds).Label));
        Assert.DoesNotContain((await boss.ReadHistoryAsync(block)).Entries, entry => entry.IsFinalLabel);

        Assert.True((await boss.Viewer.UndoAsync(Rig.Undo(DecisionMode.Second))).Accepted);
        Assert.Empty(chief.Seconds);
        await boss.DisposeAsync();
    }

    [Theory]
    [InlineData(DecisionMode.Final, "the page showed FINAL LABEL, but keys give second opinions now")]
    [InlineData(DecisionMode.Own, "an adjudication has begun: keys give second opinions now")]
    public async Task Digit_ThatMeantSomethingElse_IsRefused(DecisionMode mode, string words)
    {
        (AnnotationSession boss, FinalLabels chief) = await BeginAsync();
        boss.Viewer.OnPainted(Rig.Report("block_0001"));

        LabelOutcome outcome = await boss.Viewer.LabelAsync(Rig.Press("block_0001", 1) with { Mode = mode });

        Assert.Equal((false, words), (outcome.Accepted, outcome.Reason));
        Assert.Empty(chief.Seconds);
        await boss.DisposeAsync();
    }

    [Fact]
    public async Task Digit_AfterTheSecondOpinionsEnded_IsNoFinalLabel()
    {
        (AnnotationSession boss, FinalLabels chief) = await BeginAsync();
        boss.Viewer.OnPainted(Rig.Report("block_0001"));
        LabelPress press = Rig.Press("block_0001", 1) with { Mode = DecisionMode.Second };
        boss.Admin.Shown!.Adjudication.OpenFromTable(BlockId.Parse("block_0001"), [BlockId.Parse("block_0001")]);
        boss.Admin.Shown.Adjudication.Stop();

        LabelOutcome outcome = await boss.Viewer.LabelAsync(press);

        Assert.Equal((false, "the page showed SECOND OPINION, but the adjudication has ended"), (outcome.Accepted, outcome.Reason));
        Assert.Equal(3, chief.Find(Rig.Catalog.Current.Blocks[0].Key)?.Label);
        await boss.DisposeAsync();
    }

    /// <summary>No table has the block: HTTP refuses it, too.</summary>
    [Theory]
    [InlineData(DecisionMode.Second)]
    [InlineData(DecisionMode.Final)]
    public async Task Digit_OnABlockOfTheCalibrationRound_IsRefused(DecisionMode mode)
    {
        (AnnotationSession boss, FinalLabels chief) = await BeginAsync();
        Block block = Rig.Catalog.Current.Blocks[1];
        if (mode == DecisionMode.Final)
        {
            boss.Admin.Shown!.Adjudication.Stop();
            boss.Admin.Shown.Adjudication.OpenFromTable(block.Id, [block.Id]);
        }

        await CalibrationRound.WriteAsync(Rig.Share.Root, new Dictionary<BlockId, CalibrationChange?> { [block.Id] = new CalibrationChange(2, null) }, "chief");
        await Eventually.IsTrueAsync(() => Rig.Share.Plan.Calibration.Has(block.Id), "the program knows the round");

        LabelOutcome outcome = await Rig.LabelAsync(block.Id.Value, 1, page: boss);

        Assert.Equal((false, FinalLabels.InCalibration), (outcome.Accepted, outcome.Reason));
        Assert.Null(chief.Find(block.Key));
        Assert.Empty(chief.Seconds);
        await boss.DisposeAsync();
    }

    [Fact]
    public async Task Address_OfSecondOpinions_LeadsToThemAgain_AndNeverToFinalLabels()
    {
        (AnnotationSession before, _) = await BeginAsync();
        await before.DisposeAsync();
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.True(boss.TryBegin(null, null));

        Assert.True(await AddressSteps.TryResumeFinalLabelsAsync(boss, PageAddress.Plain with { View = PageAddress.Second }, "block_0001"));

        Assert.Equal(DecisionMode.Second, boss.Mode);
    }

    /// <summary>A disagreement that chief has settled, and boss giving second opinions.</summary>
    private async Task<(AnnotationSession Boss, FinalLabels Chief)> BeginAsync()
    {
        await Rig.DisagreeAsync(0);
        FinalLabels chief = await Rig.Share.OpenFinalLabelsAsync("chief", CancellationToken.None);
        Assert.True((await chief.SetAsync([Rig.Catalog.Current.Blocks[0].Key], 3, CancellationToken.None)).Accepted);
        AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.True(boss.TryBegin(null, null));
        boss.Admin.Shown!.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await boss.Admin.Shown.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        return (boss, chief);
    }
}

using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A page whose connection was away says where it is and what it is waiting for.</summary>
public sealed class PageReturnTests : SessionTests
{
    [Fact]
    public async Task Return_PageWentOnUnheard_IsWhereThePageIs()
    {
        var state = new PageState(3, OpenRoots.ConfiguredId, "block_0004", Rig.Report("block_0004"), []);

        PageTaken taken = await Rig.Session.Viewer.ReturnAsync(state);

        Assert.Equal("block_0004", Rig.Session.Place.Current?.Id.Value);
        Assert.Equal("block_0004", Rig.Session.Place.Painted?.Id.Value);
        Assert.Equal((3, "block_0004", "block_0003"), (taken.Show.Navigation, taken.Show.Block?.Id, taken.Show.Previous?.Id));
        Assert.True((await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0004", 1) with { Navigation = 3 })).Accepted);
    }

    [Theory]
    [InlineData(true, "block_0002")]
    [InlineData(false, "block_0001")]
    public async Task Return_KeyLedOnUnheard_GoesOnUnlessThePageWentElsewhere(bool isStill, string shown)
    {
        Rig.Session.Settings.AutoAdvance = true;
        Rig.Paint("block_0001");
        LabelPress press = Rig.Press("block_0001", 1);
        await Rig.Session.Viewer.LabelAsync(press);
        var painted = Rig.Report("block_0001");

        PageTaken taken = await Rig.Session.Viewer.ReturnAsync(
            new PageState(0, OpenRoots.ConfiguredId, "block_0001", painted, [new OpenPress(press.Press, isStill)]));

        Assert.Equal(shown, taken.Show.Block?.Id);
        Assert.Equal(shown, Rig.Session.Place.Current?.Id.Value);
        Assert.True(Assert.Single(taken.Outcomes).Outcome is { Accepted: true, Show: null });
    }

    [Fact]
    public async Task Return_WhileAdjudicating_DecidesOnTheBlockThePageShows()
    {
        await Rig.DisagreeAsync(0, 1, 2);
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        var painted = Rig.Report("block_0003");

        PageTaken taken = await boss.Viewer.ReturnAsync(new PageState(2, OpenRoots.ConfiguredId, "block_0003", painted, []));
        LabelOutcome outcome = await boss.Viewer.LabelAsync(Rig.Press("block_0003", 1) with { Mode = DecisionMode.Final, Navigation = 2 });

        Assert.Equal((DecisionMode.Final, "block_0003"), (taken.Show.Mode, taken.Show.Block?.Id));
        Assert.True(outcome.Accepted);
        Assert.Equal("block_0001", outcome.Show?.Block?.Id);
        Assert.Equal(boss.Place.Current?.Id, boss.Admin.Shown.Adjudication.Current);
        Assert.Equal(1, boss.Admin.Shown.Table.Find(Rig.Catalog.Current.Blocks[2].Id)?.FinalLabel?.Label);
    }
}

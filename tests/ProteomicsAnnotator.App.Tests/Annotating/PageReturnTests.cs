using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A page whose connection was away says where it is and what it is waiting for.</summary>
public sealed class PageReturnTests : IAsyncLifetime
{
    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Return_PageWentOnUnheard_IsWhereThePageIs()
    {
        var state = new PageState(3, OpenRoots.ConfiguredId, "block_0004", _rig.Report("block_0004"), []);

        PageTaken taken = await _rig.Session.Viewer.ReturnAsync(state);

        Assert.Equal("block_0004", _rig.Session.Place.Current?.Id.Value);
        Assert.Equal("block_0004", _rig.Session.Place.Painted?.Id.Value);
        Assert.Equal((3, "block_0004", "block_0003"), (taken.Show.Navigation, taken.Show.Block?.Id, taken.Show.Previous?.Id));
        Assert.True((await _rig.Session.Viewer.LabelAsync(_rig.Press("block_0004", 1) with { Navigation = 3 })).Accepted);
    }

    [Theory]
    [InlineData(true, "block_0002")]
    [InlineData(false, "block_0001")]
    public async Task Return_KeyLedOnUnheard_GoesOnUnlessThePageWentElsewhere(bool isStill, string shown)
    {
        _rig.Session.Settings.AutoAdvance = true;
        _rig.Paint("block_0001");
        LabelPress press = _rig.Press("block_0001", 1);
        await _rig.Session.Viewer.LabelAsync(press);
        var painted = _rig.Report("block_0001");

        PageTaken taken = await _rig.Session.Viewer.ReturnAsync(
            new PageState(0, OpenRoots.ConfiguredId, "block_0001", painted, [new OpenPress(press.Press, isStill)]));

        Assert.Equal(shown, taken.Show.Block?.Id);
        Assert.Equal(shown, _rig.Session.Place.Current?.Id.Value);
        Assert.True(Assert.Single(taken.Outcomes).Outcome is { Accepted: true, Show: null });
    }

    [Fact]
    public async Task Return_WhileAdjudicating_DecidesOnTheBlockThePageShows()
    {
        await _rig.DisagreeAsync(0, 1, 2);
        await using AnnotationSession boss = await _rig.OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        var painted = _rig.Report("block_0003");

        PageTaken taken = await boss.Viewer.ReturnAsync(new PageState(2, OpenRoots.ConfiguredId, "block_0003", painted, []));
        LabelOutcome outcome = await boss.Viewer.LabelAsync(_rig.Press("block_0003", 1) with { Mode = DecisionMode.Final, Navigation = 2 });

        Assert.Equal((DecisionMode.Final, "block_0003"), (taken.Show.Mode, taken.Show.Block?.Id));
        Assert.True(outcome.Accepted);
        Assert.Equal("block_0001", outcome.Show?.Block?.Id);
        Assert.Equal(boss.Place.Current?.Id, boss.Admin.Shown.Adjudication.Current);
        Assert.Equal(1, boss.Admin.Shown.Table.Find(_rig.Catalog.Current.Blocks[2].Id)?.FinalLabel?.Label);
    }
}

using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating.SelfChecks;

/// <summary>What the keys do while a block of a self-check is on screen.</summary>
public sealed class SelfCheckAnswerTests : IAsyncLifetime
{
    private readonly SelfCheckRig _rig = new();

    private AnnotationSession Session => _rig.Session;

    public ValueTask InitializeAsync() => _rig.OpenAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Undo_TakesTheAnswerBack_AndShowsTheBlockAgainWithoutItsName()
    {
        _rig.ShowAlias(out Block alias);
        await _rig.PressAsync(3);
        Assert.False(Session.Place.Current!.IsBlind);

        LabelOutcome undone = await _rig.UndoAsync();

        Assert.True(undone.Accepted);
        Assert.Equal((alias.Id.Value, (int?)null), (undone.Show!.Block!.Id, undone.Show.Block.Words.Label));
        Assert.Empty(_rig.Labels.Repeats);
        Assert.DoesNotContain(_rig.Pages.Said, text => text.Contains("block_0", StringComparison.Ordinal));
        Assert.Equal(0, Session.Viewer.SelfCheck.Check!.Answered);
        Assert.True((await _rig.PressAsync(2)).Accepted);
        Assert.Equal([3, null, 2], _rig.RepeatLines().Select(line => line.Label));
        Assert.Equal(1, Session.Viewer.SelfCheck.Check.Answered);
    }

    [Fact]
    public async Task Repeat_ThatIsLeft_ComesAgain_AndCountsAsNotAnswered()
    {
        _rig.ShowAlias(out Block alias);
        Assert.True(Session.TryNextUnlabelled());
        Assert.False(Session.Place.Current!.IsBlind);
        Assert.Equal(0, Session.Viewer.SelfCheck.Check!.Answered);
        Assert.Contains(alias.Id, Session.Viewer.SelfCheck.Check.Waiting());

        Session.Viewer.SelfCheck.Stop();
        Assert.Contains(_rig.Pages.Said, text => text.Contains("0 of 3 answered", StringComparison.Ordinal));
        for (int i = 0; i < 12; i++)
        {
            await _rig.PressAsync(1);
            Assert.False(Session.Place.Current!.IsBlind);
        }
    }

    [Fact]
    public async Task Stop_WhileARepeatIsShown_GoesOnInTheList_AndItsKeysSayThatItIsOver()
    {
        _rig.ShowAlias(out Block alias);
        _rig.Paint(alias, out int report);
        Session.Viewer.SelfCheck.Stop();

        Assert.False(Session.Place.Current!.IsBlind);
        LabelOutcome late = await Session.Viewer.LabelAsync(new LabelPress(_rig.Pages.NextKey(), DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, 1, report));
        Assert.Equal((false, "the self-check that it was of is over"), (late.Accepted, late.Reason));
        Assert.Empty(_rig.Labels.Repeats);
    }

    [Fact]
    public void RepeatThatCannotBeRead_IsLeftOut_AndComesNoMore()
    {
        _rig.ShowAlias(out Block alias);

        Session.Viewer.OnPainted(_rig.Pages.Report(alias.Id.Value, [new SeenChannel(0, "channel 1", null, "truncated")]));

        Assert.Contains(_rig.Pages.Said, text => text == "This block cannot be read, so it is left out.");
        Assert.Equal(2, Session.Viewer.SelfCheck.Check!.Total);
        Assert.DoesNotContain(alias.Id, Session.Viewer.SelfCheck.Check.Waiting());
    }

    [Fact]
    public async Task FlagAndNote_OfARepeat_AreRefusedInWords_AndNothingIsKept()
    {
        _rig.ShowAlias(out Block alias);
        _rig.Paint(alias, out int report);
        LabelOutcome flag = await Session.Viewer.LabelAsync(new LabelPress(_rig.Pages.NextKey(), DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, null, report) { Mark = new MarkPress(true, null, null) });
        LabelOutcome clear = await Session.Viewer.LabelAsync(new LabelPress(_rig.Pages.NextKey(), DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, null, report));

        Assert.Equal((false, "a block without its name takes no flag and no note"), (flag.Accepted, flag.Reason));
        Assert.Equal((false, "it has no answer yet"), (clear.Accepted, clear.Reason));
        Assert.Empty(_rig.Labels.Current.Marks);
    }

    [Fact]
    public async Task Clear_OfAnAnswerThatIsStillOnScreen_TakesItBack()
    {
        Session.Settings.AutoAdvance = false;
        _rig.ShowAlias(out Block alias);
        Assert.Equal(2, (await _rig.PressAsync(2)).Words!.Label);
        Assert.Equal(alias.Id, Session.Place.Current!.Id);
        LabelOutcome cleared = await _rig.PressAsync(null);
        Assert.Equal((true, (int?)null), (cleared.Accepted, cleared.Words!.Label));
        Assert.Equal([2, null], _rig.RepeatLines().Select(line => line.Label));
        Assert.Equal(0, Session.Viewer.SelfCheck.Check!.Answered);
    }
}

using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>What Undo does with flags and notes, among labels and where two machines gave them.</summary>
public sealed class MarkUndoTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private static readonly MarkChange Unsure = new(true, null);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Undo_OfMarksAndLabels_TakesThemBackInOrder_AcrossARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "one"), Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "two"), Ct);
            await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
            await labels.SetAsync(LabelRig.Key(Second), 3, new MarkChange(true, "both"), [], null, Ct);

            UndoResult both = await labels.UndoAsync(Ct);
            Assert.Equal((UndoOutcome.Done, LabelRig.Key(Second), (int?)null, DecisionKind.Label), (both.Outcome, both.Key, both.Current, both.Kind));
            Assert.True(labels.MarkOf(LabelRig.Key(Second)).IsEmpty);
            UndoResult flag = await labels.UndoAsync(Ct);
            Assert.Equal((DecisionKind.Mark, new BlockMark(false, "two")), (flag.Kind, flag.Mark));
        }

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(new BlockMark(false, "one"), (await reopened.UndoAsync(Ct)).Mark);
        Assert.Equal(default, (await reopened.UndoAsync(Ct)).Mark);
        Assert.Equal(1, reopened.Find(LabelRig.Key(First))?.Label);
        Assert.Null((await reopened.UndoAsync(Ct)).Current);
        Assert.Equal(UndoOutcome.Nothing, (await reopened.UndoAsync(Ct)).Outcome);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(UndoOutcome.Done, (await reopened.RedoAsync(Ct)).Outcome);
        }

        Assert.Equal((1, new BlockMark(true, "two")), (reopened.Find(LabelRig.Key(First))?.Label, reopened.MarkOf(LabelRig.Key(First))));
        Assert.Equal((3, new BlockMark(true, "both")), (reopened.Find(LabelRig.Key(Second))?.Label, reopened.MarkOf(LabelRig.Key(Second))));
    }

    [Fact]
    public async Task Undo_OfAFlagChangedElsewhere_IsRefusedAndLeavesItAlone()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await here.MarkAsync(LabelRig.Key(First), new MarkChange(null, "mine"), Ct);
        await Eventually.IsTrueAsync(() => there.Says(false, "mine"), "the other program sees it");
        await there.MarkAsync(LabelRig.Key(First), new MarkChange(null, "theirs"), Ct);
        await Eventually.IsTrueAsync(() => here.Says(false, "theirs"), "this program sees the change");

        UndoResult refused = await here.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Changed, DecisionKind.Mark, new BlockMark(false, "theirs")), (refused.Outcome, refused.Kind, refused.Mark));
        Assert.Equal((UndoOutcome.Done, (int?)null), ((await here.UndoAsync(Ct)).Outcome, here.Find(LabelRig.Key(First))?.Label));
        Assert.True(here.Says(false, "theirs"));
    }

    [Fact]
    public async Task Undo_OfAFlagThatTwoMachinesGaveAtOnce_IsGivenUpInsteadOfDoingNothingForEver()
    {
        await using LabelShare first = await LabelShare.OpenAsync(_rig.Settings() with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(Second), 1, [], Ct);
        _rig.WriteShare(
            "history/users/alice/20240102T102900Z-ws-2-0123456789ab.jsonl",
            """
            {"format":1,"program":"1.0","host":"ws-2"}
            {"seq":1,"clock":1,"at":"2024-01-02T10:31:00+00:00","mark":{"block":"block_0001","unsure":true}}

            """);
        await here.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        await first.FlushAsync(LabelRig.Patient.Closing);

        Assert.Equal(UndoOutcome.Changed, (await here.UndoAsync(Ct)).Outcome);
        UndoResult next = await here.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, LabelRig.Key(Second)), (next.Outcome, next.Key));
        Assert.True(here.MarkOf(LabelRig.Key(First)).IsUnsure);
    }
}

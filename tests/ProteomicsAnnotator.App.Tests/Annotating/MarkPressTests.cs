using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Flags and notes as the viewer's keys give them.</summary>
public sealed class MarkPressTests : SessionTests
{
    [Fact]
    public async Task Mark_OnThePaintedBlock_IsInItsWordsAndLeadsNowhere()
    {
        Rig.Session.Settings.AutoAdvance = true;

        LabelOutcome flagged = await Rig.MarkAsync("block_0001", new MarkPress(true, null, null));
        LabelOutcome noted = await Rig.MarkAsync("block_0001", new MarkPress(null, " dim ", null));

        Assert.True(flagged.Accepted && noted.Accepted);
        Assert.Null(noted.Show);
        Assert.Equal((null, new MarkWords(true, "dim", null)), (noted.Words?.Label, noted.Words?.Mark));
        Assert.Equal(0, Rig.Session.AnnotatedCount);
        Assert.Equal("block_0001", Rig.Session.Place.Current?.Id.Value);
        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unsure));
        Assert.Equal(["block_0001"], Rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value));
    }

    [Fact]
    public async Task Undo_OfCannotBeJudged_WhereTheBlockHadNoLabel_SaysThatItCanBeJudged()
    {
        await Rig.MarkAsync("block_0002", new MarkPress(null, null, "torn"));

        Assert.True((await Rig.Session.Viewer.UndoAsync(Rig.Undo())).Accepted);

        await Rig.SaidAsync("Undone: block_0002 can be judged again, and has no label.");
    }

    [Fact]
    public async Task Undo_OfAMark_SaysWhatTheBlockHasAgain()
    {
        await Rig.MarkAsync("block_0002", new MarkPress(null, "dim", null));
        await Rig.MarkAsync("block_0002", new MarkPress(true, null, null));

        LabelOutcome undone = await Rig.Session.Viewer.UndoAsync(Rig.Undo());

        Assert.Equal("block_0002", undone.Show?.Block?.Id);
        Assert.Equal(new MarkWords(false, "dim", null), undone.Show?.Block?.Words.Mark);
        await Rig.SaidAsync("Undone: block_0002 is not flagged, with the note \"dim\" again.");
    }

    [Fact]
    public async Task Unusable_OnALabelledBlock_TakesItsLabel_CountsAsDone_AndLeadsOnAsALabelDoes()
    {
        Rig.Session.Settings.AutoAdvance = true;
        await Rig.LabelAsync("block_0001", 2);
        Rig.Session.Place.Select(Rig.Catalog.Current.Blocks[0]);

        LabelOutcome said = await Rig.MarkAsync("block_0001", new MarkPress(null, null, " torn "));

        Assert.Equal((true, "block_0002"), (said.Accepted, said.Show?.Block?.Id));
        Assert.Equal((null, new MarkWords(false, null, "torn")), (said.Words?.Label, said.Words?.Mark));
        Assert.Equal((1, 0, 1), (Rig.Session.AnnotatedCount, Rig.Session.Labels.LabelledIn(Rig.Session.Place.Folders), Rig.Session.Labels.UnusableIn(Rig.Session.Place.Folders)));
        Assert.EndsWith(" annotated (1 cannot be judged)", PageProgress.Of(Rig.Session).Words, StringComparison.Ordinal);
        BlockSequence list = Rig.Session.Place.Sequence;
        Assert.Equal("block_0002", list.FirstUnlabelled()?.Id.Value);
        Assert.DoesNotContain("block_0001", list.Before(list.Visible[2].Id, skipAnnotated: true).Select(block => block.Id.Value));

        LabelOutcome undone = await Rig.Session.Viewer.UndoAsync(Rig.Undo());
        Assert.Equal((2, null), (undone.Show?.Block?.Words.Label, undone.Show?.Block?.Words.Mark));
        await Rig.Session.Viewer.UndoAsync(Rig.Undo(redo: true));
        await Rig.SaidAsync("Redone: block_0001 is marked \"cannot be judged: torn\" again.");

        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unusable));
        Assert.Equal(["block_0001"], Rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value));
        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unlabelled));
        Assert.False(new BlockFilter(Label: BlockFilter.Unlabelled).Matches(Rig.Catalog.Current.Blocks[0], null, Rig.Session.Labels.MarkOf(Rig.Catalog.Current.Blocks[0])));
    }

    [Fact]
    public async Task Unusable_TakenBack_LeadsNowhere_AndWhatIsNoReasonIsRefused()
    {
        await Rig.MarkAsync("block_0001", new MarkPress(null, null, "torn"));
        Rig.Session.Settings.AutoAdvance = true;

        LabelOutcome back = await Rig.MarkAsync("block_0001", new MarkPress(null, null, ""));
        LabelOutcome refused = await Rig.MarkAsync("block_0001", new MarkPress(null, null, "a\tb"));

        Assert.Equal((true, null, 0), (back.Accepted, back.Show, Rig.Session.AnnotatedCount));
        Assert.StartsWith("the reason holds a control character", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_OnABlockThatCannotBeRead_IsKept()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];
        Rig.Paint("block_0001", failed);
        Assert.True((await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", null) with { Mark = new MarkPress(null, "truncated", null) })).Accepted);
    }

    [Theory]
    [InlineData("a\tb", null, "control character")]
    [InlineData(null, null, "did not say")]
    [InlineData("dim", 2, "did not say")]
    public async Task Mark_ThatIsNone_IsRefusedInWords(string? note, int? label, string words)
    {
        Rig.Paint("block_0001");
        LabelOutcome outcome = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", label) with { Mark = new MarkPress(null, note, null) });
        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, Rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Mark_WhileAdjudicating_IsRefused()
    {
        await Rig.DisagreeAsync(0);
        await using AnnotationSession admin = await Rig.OpenAdminAsync();
        Assert.True(await admin.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        admin.BeginAdjudication();
        admin.Viewer.OnPainted(Rig.Report("block_0001"));

        LabelOutcome outcome = await admin.Viewer.LabelAsync(Rig.Press("block_0001", null) with { Mode = DecisionMode.Final, Mark = new MarkPress(true, null, null) });

        Assert.Contains("belong to annotators", outcome.Reason, StringComparison.Ordinal);
    }
}

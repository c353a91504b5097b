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

        LabelOutcome flagged = await Rig.MarkAsync("block_0001", new MarkPress(true, null));
        LabelOutcome noted = await Rig.MarkAsync("block_0001", new MarkPress(null, " dim "));

        Assert.True(flagged.Accepted && noted.Accepted);
        Assert.Null(noted.Show);
        Assert.Equal((null, new MarkWords(true, "dim")), (noted.Words?.Label, noted.Words?.Mark));
        Assert.Equal(0, Rig.Session.AnnotatedCount);
        Assert.Equal("block_0001", Rig.Session.Place.Current?.Id.Value);
        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unsure));
        Assert.Equal(["block_0001"], Rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value));
    }

    [Fact]
    public async Task Undo_OfAMark_SaysWhatTheBlockHasAgain()
    {
        await Rig.MarkAsync("block_0002", new MarkPress(null, "dim"));
        await Rig.MarkAsync("block_0002", new MarkPress(true, null));

        LabelOutcome undone = await Rig.Session.Viewer.UndoAsync(Rig.Undo());

        Assert.Equal("block_0002", undone.Show?.Block?.Id);
        Assert.Equal(new MarkWords(false, "dim"), undone.Show?.Block?.Words.Mark);
        await Rig.SaidAsync("Undone: block_0002 is not flagged, with the note \"dim\" again.");
    }

    [Fact]
    public async Task Mark_OnABlockThatCannotBeRead_IsKept()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];
        Rig.Paint("block_0001", failed);
        Assert.True((await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", null) with { Mark = new MarkPress(null, "truncated") })).Accepted);
    }

    [Theory]
    [InlineData("a\tb", null, "control character")]
    [InlineData(null, null, "did not say")]
    [InlineData("dim", 2, "did not say")]
    public async Task Mark_ThatIsNone_IsRefusedInWords(string? note, int? label, string words)
    {
        Rig.Paint("block_0001");
        LabelOutcome outcome = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", label) with { Mark = new MarkPress(null, note) });
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

        LabelOutcome outcome = await admin.Viewer.LabelAsync(Rig.Press("block_0001", null) with { Mode = DecisionMode.Final, Mark = new MarkPress(true, null) });

        Assert.Contains("belong to annotators", outcome.Reason, StringComparison.Ordinal);
    }
}

using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Flags and notes as the viewer's keys give them.</summary>
public sealed class MarkPressTests : IAsyncLifetime
{
    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Mark_OnThePaintedBlock_IsInItsWordsAndLeadsNowhere()
    {
        _rig.Session.Settings.AutoAdvance = true;

        LabelOutcome flagged = await _rig.MarkAsync("block_0001", new MarkPress(true, null));
        LabelOutcome noted = await _rig.MarkAsync("block_0001", new MarkPress(null, " dim "));

        Assert.True(flagged.Accepted && noted.Accepted);
        Assert.Null(noted.Show);
        Assert.Equal((null, new MarkWords(true, "dim")), (noted.Words?.Label, noted.Words?.Mark));
        Assert.Equal(0, _rig.Session.AnnotatedCount);
        Assert.Equal("block_0001", _rig.Session.Place.Current?.Id.Value);
        _rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unsure));
        Assert.Equal(["block_0001"], _rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value));
    }

    [Fact]
    public async Task Undo_OfAMark_SaysWhatTheBlockHasAgain()
    {
        await _rig.MarkAsync("block_0002", new MarkPress(null, "dim"));
        await _rig.MarkAsync("block_0002", new MarkPress(true, null));

        LabelOutcome undone = await _rig.Session.Viewer.UndoAsync(_rig.Undo());

        Assert.Equal("block_0002", undone.Show?.Block?.Id);
        Assert.Equal(new MarkWords(false, "dim"), undone.Show?.Block?.Words.Mark);
        await _rig.SaidAsync("Undone: block_0002 is not flagged, with the note \"dim\" again.");
    }

    [Fact]
    public async Task Mark_OnABlockThatCannotBeRead_IsKept()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];
        _rig.Paint("block_0001", failed);
        Assert.True((await _rig.Session.Viewer.LabelAsync(_rig.Press("block_0001", null) with { Mark = new MarkPress(null, "truncated") })).Accepted);
    }

    [Theory]
    [InlineData("a\tb", null, "control character")]
    [InlineData(null, null, "did not say")]
    [InlineData("dim", 2, "did not say")]
    public async Task Mark_ThatIsNone_IsRefusedInWords(string? note, int? label, string words)
    {
        _rig.Paint("block_0001");
        LabelOutcome outcome = await _rig.Session.Viewer.LabelAsync(_rig.Press("block_0001", label) with { Mark = new MarkPress(null, note) });
        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Mark_WhileAdjudicating_IsRefused()
    {
        await _rig.DisagreeAsync(0);
        await using AnnotationSession admin = await _rig.OpenAdminAsync();
        Assert.True(await admin.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        admin.BeginAdjudication();
        admin.Viewer.OnPainted(_rig.Report("block_0001"));

        LabelOutcome outcome = await admin.Viewer.LabelAsync(_rig.Press("block_0001", null) with { Mode = DecisionMode.Final, Mark = new MarkPress(true, null) });

        Assert.Contains("belong to annotators", outcome.Reason, StringComparison.Ordinal);
    }
}

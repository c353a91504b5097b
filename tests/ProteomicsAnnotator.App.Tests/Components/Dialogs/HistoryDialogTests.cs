using System.Globalization;
using Bunit;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Components.Dialogs;

public sealed class HistoryDialogTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decisions_OfTheFinalLabel_AreNamedAsSuch()
    {
        var answer = new TaskCompletionSource<BlockHistory>();
        IRenderedComponent<HistoryDialog> dialog = Show(() => answer.Task);
        Assert.Contains("Reading", dialog.Markup, StringComparison.Ordinal);

        answer.SetResult(new BlockHistory(
            [new HistoryEntry(Noon, 1, null, "alice", "ws-1") { IsRedo = true }, new HistoryEntry(Noon, 2, null, "boss", "ws-2") { IsFinalLabel = true, IsUndo = true }],
            ["carol was not read"]));

        dialog.WaitForState(() => dialog.FindAll("tbody tr").Count == 2, TimeSpan.FromMinutes(2));
        Assert.Equal(["label, by redo", "final label, by undo"], dialog.FindAll("tbody tr").Select(row => row.Children[2].TextContent));
        Assert.Equal(["alice", "boss"], dialog.FindAll("tbody tr").Select(row => row.Children[1].TextContent));
        Assert.Equal("carol was not read", dialog.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void Reading_ThatFails_IsSaidInWords()
    {
        IRenderedComponent<HistoryDialog> dialog = Show(() => Task.FromException<BlockHistory>(new InvalidOperationException("nothing works")));

        Assert.Contains("nothing works", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<HistoryDialog> Show(Func<Task<BlockHistory>> read) => Render<HistoryDialog>(parameters => parameters
        .Add(dialog => dialog.Block, "block_0001")
        .Add(dialog => dialog.Read, read)
        .Add(dialog => dialog.NameOf, (label, _) => label.ToString(CultureInfo.InvariantCulture)));
}

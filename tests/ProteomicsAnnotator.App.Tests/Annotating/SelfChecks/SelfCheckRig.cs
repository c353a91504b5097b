using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Tests.Annotating.SelfChecks;

/// <summary>The page of alice, who has labelled the first blocks, with what her keys do in a self-check.</summary>
internal sealed class SelfCheckRig(LabelClasses? classes = null) : IAsyncDisposable
{
    public const int Labelled = 6;
    public const int Blocks = 30;
    private static readonly SeenChannel[] Seen = [new(0, "channel 1", "10-20", null)];

    public SessionRig Pages { get; } = new() { Classes = classes ?? LabelClasses.Default };

    public AnnotationSession Session => Pages.Session;

    public UserLabels Labels { get; private set; } = null!;

    /// <summary>The files' names hold the blocks', which nothing may tell.</summary>
    public async ValueTask OpenAsync()
    {
        for (int i = 1; i <= Blocks; i++)
        {
            string block = Directory.CreateDirectory(Path.Join(Pages.Folder, "data", $"block_{i:0000}")).FullName;
            await File.WriteAllBytesAsync(Path.Join(block, $"block_{i:0000}_488.tif"), [0]);
        }

        await Pages.OpenAsync();
        Labels = await Pages.Share.OpenUserAsync("alice", CancellationToken.None);
        Session.Settings.AutoAdvance = true;
        for (int i = 0; i < Labelled; i++)
        {
            await PressAsync(1 + (i % 3));
        }
    }

    public ValueTask DisposeAsync() => Pages.DisposeAsync();

    /// <summary>Her page at this address, in a program that was started again.</summary>
    public async Task<AnnotationSession> OpenInAnotherRunAsync(string at)
    {
        AnnotationSession session = await Pages.OpenPageInAnotherRunAsync(Session.Owner.SignIn);
        session.Notices.Noticed += notice => Pages.Said.Enqueue(notice.Text);
        Assert.True(session.TryBegin(OpenRoots.ConfiguredId, at));
        return session;
    }

    /// <summary>Begins a self-check of three and goes on until one of its blocks is current.</summary>
    public void ShowAlias(out Block alias)
    {
        Assert.Null(Session.Viewer.SelfCheck.Begin(3));
        for (int i = 0; i < 6 && !Session.Place.Current!.IsBlind; i++)
        {
            Assert.True(Go());
        }

        alias = Session.Place.Current!;
        Assert.True(alias.IsBlind);
        Pages.Said.Clear();
    }

    /// <summary>As Down does: to what the viewer was told comes next.</summary>
    public bool Go()
    {
        IReadOnlyList<BlockRef> next = Session.Viewer.Show().Next;
        return next.Count > 0 && Session.Viewer.OnNavigated(0, next[0].Root, next[0].Id) is not null;
    }

    public void Paint(Block block, out int report)
    {
        PaintedReport painted = Pages.Report(block.Id.Value, Seen);
        report = painted.Number;
        Session.Viewer.OnPainted(painted);
    }

    public Task<LabelOutcome> PressAsync(int? label)
    {
        Block current = Session.Place.Current!;
        Paint(current, out int report);
        return Session.Viewer.LabelAsync(new LabelPress(Pages.NextKey(), DecisionMode.Own, 0, OpenRoots.ConfiguredId, current.Id.Value, label, report));
    }

    public Task<LabelOutcome> UndoAsync() => Session.Viewer.UndoAsync(Pages.Undo());

    /// <summary>Of the blocks that were labelled before.</summary>
    public IEnumerable<int> FirstLabels() => Enumerable.Range(1, Labelled).Select(i => Labels.Find(new LabelKey(null, BlockId.OfNumber(i)))!.Value.Label);

    public (string Block, int? Label)[] RepeatLines() =>
    [
        .. Directory.GetFiles(Path.Join(Pages.Folder, "annotations", "history", "users", "alice"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("repeat", out _))
            .Select(line => line.GetProperty("repeat"))
            .Select(repeat => (repeat.GetProperty("block").GetString()!, repeat.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : (int?)null)),
    ];
}

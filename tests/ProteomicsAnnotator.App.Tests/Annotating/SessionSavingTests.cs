using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What a page says of where its labels are.</summary>
public sealed class SessionSavingTests : IAsyncLifetime
{
    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task SaveText_ShareGoesWithoutALabel_SaysSo_AndIsAsBeforeWhenItReturns()
    {
        await _rig.LabelAsync("block_0001", 1);
        string annotations = Path.Combine(_rig.Folder, "annotations");

        Directory.Move(annotations, annotations + "-away");

        await ReviewFolder.UntilAsync(() => _rig.Session.Saving.Text.StartsWith("Share not available, new labels are kept on this machine: not mounted", StringComparison.Ordinal), "it says that the share is away");
        Assert.False(_rig.Session.Saving.IsSaved);
        Directory.Move(annotations + "-away", annotations);
        await ReviewFolder.UntilAsync(() => _rig.Session.Saving.Text.StartsWith("Saved ", StringComparison.Ordinal), "it says that all is saved");
        Assert.True(_rig.Session.Saving.IsSaved);
    }

    [Fact]
    public async Task Notices_OfWhatHappensLater_AreSaidOnceToo()
    {
        byte[] foreign = """{"annotations": {"block_0004": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}"""u8.ToArray();
        _rig.Session.Notices.SayOpening();
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(90));

        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "annotations/users/alice.json"), foreign);

        await _rig.SaidAsync("1 label written by another program was taken over");
        await _rig.LabelAsync("block_0001", 1);
        Assert.Single(_rig.Said, text => text.Contains("taken over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SaveText_AfterFinalLabels_NamesTheTime()
    {
        await using AnnotationSession boss = await _rig.OpenAdminAsync();
        Assert.Equal("Nothing to save", boss.Saving.Text);

        await boss.Admin.Shown!.SetFinalLabelAsync([_rig.Catalog.Current.Blocks[0].Id], 2, CancellationToken.None);

        Assert.StartsWith("Saved ", boss.Saving.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuitQuestion_WhileOpen_FollowsWhatIsDelivered()
    {
        string annotations = Path.Combine(_rig.Folder, "annotations");
        Directory.Move(annotations, annotations + "-away");
        await _rig.LabelAsync("block_0001", 2);
        await using var page = new BunitContext();
        IRenderedComponent<QuitQuestion> question = page.Render<QuitQuestion>(parameters => parameters.Add(it => it.Session, _rig.Session));
        await question.InvokeAsync(() => Assert.StartsWith("1 label is not on the share yet.", question.Find("span").TextContent, StringComparison.Ordinal));

        Directory.Move(annotations + "-away", annotations);

        await question.WaitForAssertionAsync(
            () => Assert.Equal("All labels are saved. End the program?", question.Find("span").TextContent), TimeSpan.FromMinutes(2));
    }
}

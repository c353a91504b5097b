using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What a page says of where its labels are.</summary>
public sealed class SessionSavingTests : SessionTests
{
    [Fact]
    public async Task SaveText_ShareGoesWithoutALabel_SaysSo_AndIsAsBeforeWhenItReturns()
    {
        await Rig.LabelAsync("block_0001", 1);
        string annotations = Path.Combine(Rig.Folder, "annotations");

        Directory.Move(annotations, annotations + "-away");

        await Eventually.IsTrueAsync(() => Rig.Session.Saving.Text.StartsWith("Share not available, new labels are kept on this machine: not mounted", StringComparison.Ordinal), "it says that the share is away");
        Assert.False(Rig.Session.Saving.IsSaved);
        Directory.Move(annotations + "-away", annotations);
        await Eventually.IsTrueAsync(() => Rig.Session.Saving.Text.StartsWith("Saved ", StringComparison.Ordinal), "it says that all is saved");
        Assert.True(Rig.Session.Saving.IsSaved);
    }

    [Fact]
    public async Task Notices_OfWhatHappensLater_AreSaidOnceToo()
    {
        byte[] foreign = """{"annotations": {"block_0004": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}"""u8.ToArray();
        Rig.Session.Notices.SayOpening();
        await Rig.Share.FlushAsync(TimeSpan.FromSeconds(90));

        await File.WriteAllBytesAsync(Path.Combine(Rig.Folder, "annotations/users/alice.json"), foreign);

        await Rig.SaidAsync("1 label written by another program was taken over");
        await Rig.LabelAsync("block_0001", 1);
        Assert.Single(Rig.Said, text => text.Contains("taken over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SaveText_AfterFinalLabels_NamesTheTime()
    {
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.Equal("Nothing to save", boss.Saving.Text);

        await boss.Admin.Shown!.SetFinalLabelAsync([Rig.Catalog.Current.Blocks[0].Id], 2, CancellationToken.None);

        Assert.StartsWith("Saved ", boss.Saving.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuitQuestion_WhileOpen_FollowsWhatIsDelivered()
    {
        string annotations = Path.Combine(Rig.Folder, "annotations");
        Directory.Move(annotations, annotations + "-away");
        await Rig.LabelAsync("block_0001", 2);
        await using var page = new BunitContext();
        IRenderedComponent<QuitQuestion> question = page.Render<QuitQuestion>(parameters => parameters.Add(it => it.Session, Rig.Session));
        await question.InvokeAsync(() => Assert.StartsWith("1 label is not on the share yet.", question.Find("span").TextContent, StringComparison.Ordinal));

        Directory.Move(annotations + "-away", annotations);

        await question.WaitForAssertionAsync(
            () => Assert.Equal("All labels are saved. End the program?", question.Find("span").TextContent), TimeSpan.FromMinutes(2));
    }
}

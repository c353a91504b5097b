using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A class that is renamed while an annotator labels: the own labels of it come again, with one key each.</summary>
public sealed class ClassChangeSessionTests : IAsyncDisposable
{
    private readonly SessionRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private AnnotationSession Session => _rig.Session;

    [Fact]
    public async Task LabelsOfARenamedClass_AreListed_UntilEachIsGivenAgainOrChanged()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
        await LabelAsync(("block_0001", 2), ("block_0002", 1), ("block_0003", 2));
        Assert.Equal(0, Session.Labels.ToLookAgainIn(Session.Place.Folders));

        await ChangeAsync("""{"to":["Basket cell"]}""");

        Assert.Equal(2, Session.Labels.ToLookAgainIn(Session.Place.Folders));
        Assert.Equal("Class 2 (now Basket cell)", WordsOf("block_0001"));
        Assert.Null(WordsOf("block_0002"));
        Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.ToLookAgain));
        Assert.Equal(["block_0001", "block_0003"], Session.Place.Sequence.Visible.Select(block => block.Id.Value));

        Session.Settings.AutoAdvance = true;
        Session.Settings.SkipAnnotated = true;
        Session.Select(Session.Place.Sequence.Visible[0]);
        await LabelAsync(("block_0001", 2));
        Assert.Equal("block_0003", Session.Place.Current!.Id.Value);
        Assert.Equal(1, Session.Labels.ToLookAgainIn(Session.Place.Folders));
        Assert.Null(WordsOf("block_0001"));

        await LabelAsync(("block_0003", 3));
        Assert.Equal(0, Session.Labels.ToLookAgainIn(Session.Place.Folders));
        Assert.Equal(3, Session.AnnotatedCount);
    }

    [Fact]
    public async Task ChangeThatIsTakenBack_AsksForNothing_AndTheOldNameReturns()
    {
        _rig.PutBlocks("block_0001");
        await _rig.OpenAsync();
        await LabelAsync(("block_0001", 2));
        await ChangeAsync("""{"to":["A","B"]}""");
        Assert.Equal("Class 2 (now A or B)", WordsOf("block_0001"));

        await ChangeAsync("null");

        Assert.Null(WordsOf("block_0001"));
        Assert.Equal(0, Session.Labels.ToLookAgainIn(Session.Place.Folders));
    }

    [Fact]
    public async Task EvidenceThatAnAdminSwitchesOn_IsSaidOnOpenPages()
    {
        _rig.PutBlocks("block_0001");
        await _rig.OpenAsync();
        Session.Notices.SayOpening();

        await _rig.Share.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [CampaignSettings.EvidenceKey] = true }, "lead");

        await _rig.SaidAsync("lead switched evidence on");
    }

    private string? WordsOf(string block) => Session.Viewer.WordsAround().FirstOrDefault(words => words.Id == block)?.Words.LabelName
        ?? Session.Labels.AwaitedOf(_rig.Catalog.Current.Blocks.First(one => one.Id.Value == block))?.Words;

    private async Task LabelAsync(params (string Block, int Label)[] labels)
    {
        foreach ((string block, int label) in labels)
        {
            Assert.True((await _rig.LabelAsync(block, label)).Accepted);
        }
    }

    private async Task ChangeAsync(string value)
    {
        await _rig.Share.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [ClassChanges.KeyOf(2, "Class 2")] = JsonNode.Parse(value) }, "lead");
        Session.Place.Refresh();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Owners;

/// <summary>A label that an undo or a redo brings back is as old as it was, and was given on the files that it was given on.</summary>
public sealed class RestoredLabelTests : IDisposable
{
    private const string Block = "block_0001";
    private static readonly SeenFile First = new("a.tif", "10-1");
    private static readonly SeenFile Second = new("a.tif", "20-2");
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task UndoAndRedo_BringALabelBackWithItsTimeAndFiles_EverywhereAndAfterAStart()
    {
        LabelEntry[] given = new LabelEntry[2];
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            given[0] = await GiveAsync(labels, 2, First);
            given[1] = await GiveAsync(labels, 3, Second);
            Assert.True(given[0].AnnotatedAt < given[1].AnnotatedAt);

            await labels.UndoAsync(Ct);
            AssertIs(given[0], labels);
            Assert.Equal(Block, Assert.Single(labels.Current.Labels).Key.Block.Value);
            Assert.Equal([First], labels.History(LabelRig.Key(Block))[^1].Seen);
            Assert.True(labels.History(LabelRig.Key(Block))[^1].At > given[1].AnnotatedAt);
            await labels.RedoAsync(Ct);
            AssertIs(given[1], labels);
            await labels.UndoAsync(Ct);
            await share.FlushAsync(LabelRig.Patient.Closing);
            Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal((2, given[0].AnnotatedAt), (Vote(votes).Label, Vote(votes).At)));
        }

        JsonElement entry = (await _rig.ReadUserFileAsync()).GetProperty("annotations").GetProperty(Block);
        Assert.Equal((2, given[0].AnnotatedAt), (entry.GetProperty("label").GetInt32(), entry.GetProperty("annotated_at").GetDateTimeOffset()));
        await using LabelShare elsewhere = await _rig.OpenAsync("ws-2");
        UserLabels there = await elsewhere.OpenUserAsync("alice", Ct);
        AssertIs(given[0], there);
        Assert.Equal(5, there.History(LabelRig.Key(Block)).Count);
        Assert.Empty(there.Notices);
    }

    [Fact]
    public async Task Undo_OfALabelGivenSinceItsClassWasSplit_LeavesTheOldOneAwaitingAnAnswer()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, (Block, 2));
        await share.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [ClassChanges.KeyOf(2, "Class 2")] = ClassChanges.ValueOf(["Basket", "Chandelier"]) }, "lead");
        await LabelRig.SetAsync(labels, (Block, 3));
        await labels.UndoAsync(Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.NotNull(votes.Campaign.ClassChanges.Awaited(Vote(votes).Label, Vote(votes).At));
        }
    }

    [Fact]
    public async Task Undo_BackToALabelOfTheCalibrationRound_IsNoVote()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await CalibrationAsync(new CalibrationChange(2, null));
        await LabelRig.SetAsync(labels, (Block, 1));
        await CalibrationAsync(null);
        await LabelRig.SetAsync(labels, (Block, 2));
        await labels.UndoAsync(Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Empty(Assert.Single(votes.Users).Votes));
    }

    private static Vote Vote(AllVotes votes) => Assert.Single(Assert.Single(votes.Users).Votes).Value;

    private static void AssertIs(LabelEntry given, UserLabels labels)
    {
        LabelEntry now = labels.Find(LabelRig.Key(Block))!.Value;
        Assert.Equal((given.Label, given.AnnotatedAt), (now.Label, now.AnnotatedAt));
        Assert.Equal(given.Seen, now.Seen);
    }

    private static async Task<LabelEntry> GiveAsync(UserLabels labels, int label, SeenFile seen)
    {
        Assert.True((await labels.SetAsync(LabelRig.Key(Block), label, [seen], Ct)).Accepted);
        return labels.Find(LabelRig.Key(Block))!.Value;
    }

    private Task CalibrationAsync(CalibrationChange? answer) =>
        CalibrationRound.WriteAsync(Root(), new Dictionary<BlockId, CalibrationChange?> { [BlockId.Parse(Block)] = answer }, "lead");

    private SharedRoot Root()
    {
        var root = new SharedRoot(_rig.Settings("ws-9"));
        root.Verify();
        return root;
    }
}

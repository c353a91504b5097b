using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class FinalLabelsTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task TwoAdmins_AtTheSameTime_LoseNothing()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        FinalLabels alice = await first.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await second.OpenFinalLabelsAsync("bob", Ct);

        await alice.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0003")], 2, Ct);
        await Eventually.IsTrueAsync(() => alice.Current.Count == 3 && bob.Current.Count == 3, "both know all three");
        await bob.SetAsync([LabelRig.Key("block_0001")], null, Ct);
        await Eventually.IsTrueAsync(() => alice.Current.Count == 2, "the first admin sees the clear");
        await Task.WhenAll(first.FlushAsync(TimeSpan.FromSeconds(30)), second.FlushAsync(TimeSpan.FromSeconds(30)));

        string path = Path.Combine(_rig.Annotations, "admin", "final_labels.json");
        byte[] file = await File.ReadAllBytesAsync(path, Ct);
        Assert.Equal([("block_0002", 1), ("block_0003", 2)], OwnReader.FileLabels(file).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("bob", JsonDocument.Parse(file).RootElement.GetProperty("labels").GetProperty("block_0003").GetProperty("set_by").GetString());
        Assert.DoesNotContain("created_at", await File.ReadAllTextAsync(path, Ct), StringComparison.Ordinal);
        Assert.Equal(["alice", "bob"], alice.History(LabelRig.Key("block_0001")).Select(entry => entry.By));
    }

    [Fact]
    public async Task Undo_TakesBackOnlyTheOwnDecisions()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0002")], 2, Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, LabelRig.Key("block_0001")), (undone.Outcome, undone.Key));
        Assert.Equal([LabelRig.Key("block_0002")], bob.Current.Labels.Keys);
        Assert.Equal(1, share.Undelivered + bob.Current.Count);
    }

    [Fact]
    public async Task UndoOfAnOverride_RestoresWhoSetTheLabelAndWhen_AndRedoTheOverride()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        LabelKey key = LabelRig.Key("block_0001");
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = time }, Ct);
        FinalLabels lead = await share.OpenFinalLabelsAsync("lead", Ct);
        FinalLabels second = await share.OpenFinalLabelsAsync("second", Ct);
        await lead.SetAsync([key], 1, Ct);
        (int, string?, DateTimeOffset) first = Now();
        time.AdjustTime(time.GetUtcNow().AddMinutes(1));
        await second.SetAsync([key], 2, Ct);
        (int, string?, DateTimeOffset) overridden = Now();

        for (int round = 0; round < 2; round++)
        {
            time.AdjustTime(time.GetUtcNow().AddMinutes(1));
            await second.UndoAsync(Ct);
            Assert.Equal(first, Now());
            time.AdjustTime(time.GetUtcNow().AddMinutes(1));
            await second.RedoAsync(Ct);
            Assert.Equal(overridden, Now());
        }

        Assert.Equal(UndoOutcome.Done, (await second.UndoAsync(Ct)).Outcome);
        Assert.Equal(first, Now());
        Assert.Equal("lead", first.Item2);
        Assert.Equal("second", overridden.Item2);
        Assert.Equal(overridden.Item3 - first.Item3, TimeSpan.FromMinutes(1));
        ShareSnapshot read = await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings("ws-2")), Ct);
        LabelEntry exported = read.FinalLabels.Find(key)!.Value;
        Assert.Equal(first, (exported.Label, exported.By, exported.AnnotatedAt));

        (int, string?, DateTimeOffset) Now() => lead.Find(key) is { } entry ? (entry.Label, entry.By, entry.AnnotatedAt) : default;
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("3210")]
    [InlineData("2310")]
    [InlineData("3021")]
    public void UndoOfAnOverride_LinesInAnyOrder_TellTheSameAuthor(string order)
    {
        string[] lines =
        [
            """{"seq":1,"clock":1,"at":"2024-01-02T10:00:00+00:00","block":"block_0001","label":1,"was":null,"by":"lead"}""",
            """{"seq":2,"clock":2,"at":"2024-01-02T10:01:00+00:00","block":"block_0001","label":2,"was":1,"by":"second"}""",
            """{"seq":3,"clock":2,"at":"2024-01-02T10:02:00+00:00","block":"block_0001","label":3,"was":1,"by":"third"}""",
            """{"seq":4,"clock":3,"at":"2024-01-02T10:03:00+00:00","block":"block_0001","label":1,"was":3,"by":"third","undoes":"j:3"}""",
        ];
        var merge = new LabelMerge();
        foreach (char index in order)
        {
            merge.AddRange([JournalLine.TryParse(System.Text.Encoding.UTF8.GetBytes(lines[index - '0']), "j")!]);
        }

        LabelEntry entry = merge.Snapshot.Find(LabelRig.Key("block_0001"))!.Value;

        Assert.Equal((1, "lead", "2024-01-02T10:00:00+00:00"), (entry.Label, entry.By, LabelTime.Format(entry.AnnotatedAt)));
    }

    [Fact]
    public void UndoOfADecisionThatIsNotKnown_HasItsOwnAuthor()
    {
        const string Line = """{"seq":4,"clock":3,"at":"2024-01-02T10:03:00+00:00","block":"block_0001","label":1,"was":3,"by":"third","undoes":"gone:3"}""";
        LabelSnapshot labels = LabelMerge.Of([JournalLine.TryParse(System.Text.Encoding.UTF8.GetBytes(Line), "j")!]);

        Assert.Equal("third", labels.Find(LabelRig.Key("block_0001"))!.Value.By);
    }

    [Fact]
    public async Task Undo_AnotherAdminDecidedHereSinceTheLastUndo_LeavesThatAndTheOwnRedo()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        Assert.Equal(UndoOutcome.Done, (await alice.UndoAsync(Ct)).Outcome);
        await bob.SetAsync([LabelRig.Key("block_0002")], 2, Ct);

        Assert.Equal(UndoOutcome.Nothing, (await alice.UndoAsync(Ct)).Outcome);
        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0001")), Outcome(await alice.RedoAsync(Ct)));
        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0002")), Outcome(await bob.UndoAsync(Ct)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Undo_StepsWhileTheClockStandsOrGoesBack_AreTakenBackOneByOne(int microseconds)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = time }, Ct);
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        time.AdjustTime(time.GetUtcNow().AddMicroseconds(microseconds));
        await bob.SetAsync([LabelRig.Key("block_0002")], 1, Ct);
        await alice.SetAsync([LabelRig.Key("block_0003")], 1, Ct);

        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0003")), Outcome(await alice.UndoAsync(Ct)));
        Assert.Equal([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], alice.Current.Labels.Keys.OrderBy(key => key.Block));
    }

    [Fact]
    public async Task Undo_ManyBlocksSetAtOnce_IsOneStepAlsoAfterARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            FinalLabels first = await share.OpenFinalLabelsAsync("alice", Ct);
            await first.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
            await first.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002"), LabelRig.Key("block_0003")], 2, Ct);
        }

        await using LabelShare again = await _rig.OpenAsync();
        FinalLabels alice = await again.OpenFinalLabelsAsync("alice", Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, 3), (undone.Outcome, undone.Keys.Count));
        Assert.Equal(1, Assert.Single(alice.Current.Labels).Value.Label);
        Assert.Equal(3, (await alice.RedoAsync(Ct)).Keys.Count);
        Assert.All(alice.Current.Labels.Values, entry => Assert.Equal(2, entry.Label));
        Assert.Equal(3, alice.Current.Count);
    }

    [Fact]
    public async Task Undo_OneOfManyBlocksChangedMeanwhile_LeavesThatOne()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0002")], 3, Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, 1), (undone.Outcome, undone.ChangedCount));
        Assert.Equal([LabelRig.Key("block_0001")], undone.Keys);
        Assert.Equal(3, Assert.Single(alice.Current.Labels).Value.Label);
    }

    private static (UndoOutcome Outcome, LabelKey? Key) Outcome(UndoResult result) => (result.Outcome, result.Key);
}

using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>A label given after others' votes, or the final label, could be seen says so in its line, in the file and to every reader.</summary>
public sealed class NotBlindTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private const string Elsewhere = "history/users/alice/20240102T102900Z-ws-2-0123456789ab.jsonl";
    private const string Header = """{"format":1,"program":"1.0","host":"ws-2"}""";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Label_OfAShownBlock_IsMarkedInItsLineItsEntryAndEveryReading_AndOthersAreNot()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            share.Shown.Of("alice").Add([BlockId.Parse(First)]);
            share.Shown.Of("bob").Add([BlockId.Parse(Second)]);
            await LabelRig.SetAsync(labels, (First, 2), (Second, 1));
            Assert.Equal((true, false), Blindness(labels));
            Assert.Equal([true], labels.History(LabelRig.Key(First)).Select(entry => entry.IsNotBlind));
            await share.FlushAsync(LabelRig.Patient.Closing);
            foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
            {
                UserVotes alice = Assert.Single(votes.Users);
                Assert.Equal((true, false), (alice.Votes[BlockId.Parse(First)].IsNotBlind, alice.Votes[BlockId.Parse(Second)].IsNotBlind));
                Assert.Equal([Second], Assert.Single(votes.Blind).Votes.Keys.Select(block => block.Value));
            }
        }

        Assert.Equal([true, null], Marks());
        JsonElement entries = (await _rig.ReadUserFileAsync()).GetProperty("annotations");
        Assert.True(entries.GetProperty(First).GetProperty("not_blind").GetBoolean());
        Assert.False(entries.GetProperty(Second).TryGetProperty("not_blind", out _));
        Assert.Equal(new Dictionary<string, int> { [First] = 2, [Second] = 1 }, OwnReader.Merge(_rig.Journals));
    }

    [Fact]
    public async Task SameLabelAgain_StaysWhatItWas_AndAnotherLabelIsNotBlind()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, (First, 1));
        share.Shown.Of("alice").Add([BlockId.Parse(First)]);

        await LabelRig.SetAsync(labels, (First, 1), (First, 2), (First, 2));
        await labels.SetAsync(LabelRig.Key(First), null, [], Ct);
        await LabelRig.SetAsync(labels, (First, 1));

        Assert.Equal([null, null, true, true, null, true], Marks());
    }

    [Fact]
    public async Task Undo_AndRedo_BringBackWhatTheLabelWas()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, (First, 1));
        share.Shown.Of("alice").Add([BlockId.Parse(First)]);
        await LabelRig.SetAsync(labels, (First, 2));

        Assert.Equal(1, (await labels.UndoAsync(Ct)).Current);
        Assert.False(labels.Find(LabelRig.Key(First))!.Value.IsNotBlind);
        Assert.Equal(2, (await labels.RedoAsync(Ct)).Current);
        Assert.True(labels.Find(LabelRig.Key(First))!.Value.IsNotBlind);
        await labels.UndoAsync(Ct);
        Assert.Equal([null, true, null, true, null], Marks());
    }

    [Fact]
    public async Task WhatWasShown_IsKnownAfterARestart_OnTheSameMachine_WithItsOwnShareAlone()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            _ = await share.OpenUserAsync("alice", Ct);
            share.Shown.Of("alice").Add([BlockId.Parse("tile_3/block_0007"), BlockId.Parse(First)]);
            share.Shown.Of("alice").Add([BlockId.Parse(First)]);
        }

        string kept = Assert.Single(Directory.GetFiles(Path.Combine(_rig.Folder, "state-ws-1", "shown"), "*", SearchOption.AllDirectories));
        Assert.Equal(["tile_3/block_0007", First], await File.ReadAllLinesAsync(kept, Ct));

        // A torn end, and a line of a later program.
        await File.AppendAllTextAsync(kept, "{\"later\":1}\nblock_00", Ct);
        await using LabelShare again = await _rig.OpenAsync();
        UserLabels labels = await again.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, (First, 2), (Second, 1));
        Assert.Equal((true, false), Blindness(labels));

        await using LabelShare elsewhere = await _rig.OpenAsync("ws-2");
        UserLabels there = await elsewhere.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(there, ("tile_3/block_0007", 1));
        Assert.False(there.Find(LabelRig.Key("tile_3/block_0007"))!.Value.IsNotBlind);
    }

    /// <summary>Another machine does not know what was shown here, but what came of it.</summary>
    [Fact]
    public async Task OfTwoMachines_TheLaterLabelCounts_AndAChangeThereIsNotBlindEither()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(there, (First, 3));
        await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key(First)) is { IsNotBlind: false }, "the blind label is seen here");
        first.Shown.Of("alice").Add([BlockId.Parse(First)]);
        await LabelRig.SetAsync(here, (First, 1));
        await Eventually.IsTrueAsync(() => there.Find(LabelRig.Key(First)) is { Label: 1, IsNotBlind: true }, "the later label is seen there, not blind");
        await LabelRig.SetAsync(there, (First, 2));
        await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key(First)) is { Label: 2, IsNotBlind: true }, "so is what replaced it");
    }

    [Theory]
    [InlineData(5, 6, true)]
    [InlineData(6, 5, false)]
    public async Task LinesOfOtherPrograms_CountByTheMerge_AndLinesBeforeThisVersionAreBlind(int blind, int notBlind, bool expected)
    {
        _rig.WriteShare(Elsewhere, $$"""
            {{Header}}
            {"seq":1,"clock":{{blind}},"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":1,"was":null}
            {"seq":2,"clock":{{notBlind}},"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":2,"was":null,"not_blind":true}
            {"seq":3,"clock":7,"at":"2024-01-02T10:31:00+00:00","block":"block_0002","label":1,"was":null,"not_blind":"perhaps"}

            """);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal((expected, false), Blindness(labels));
        await share.FlushAsync(LabelRig.Patient.Closing);
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(expected, Assert.Single(votes.Users).Votes[BlockId.Parse(First)].IsNotBlind));
    }

    /// <summary>A start with the cache reads no journal.</summary>
    [Fact]
    public async Task ARestart_KnowsWhichLabelsAreNotBlind()
    {
        for (int i = 0; i < 3; i++)
        {
            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            share.Shown.Of("alice").Add([BlockId.Parse(First)]);
            if (i == 0)
            {
                await LabelRig.SetAsync(labels, (First, 2), (Second, 1));
            }

            Assert.Equal((true, false), Blindness(labels));
        }
    }

    /// <summary>A version before carries the member along with an entry, and may have changed the label: the journal's word counts.</summary>
    [Fact]
    public async Task Entry_ThatAnotherProgramLeftBesideAnotherLabel_IsReadFromTheJournal_AndRewritten()
    {
        _rig.WriteShare(Elsewhere, $$"""
            {{Header}}
            {"seq":1,"clock":5,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":1,"was":2}

            """);
        _rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:31:00+00:00","not_blind":true}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.False(labels.Find(LabelRig.Key(First))!.Value.IsNotBlind);
        await share.FlushAsync(LabelRig.Patient.Closing);
        await Eventually.IsTrueAsync(() => !File.ReadAllText(_rig.UserFile).Contains("not_blind", StringComparison.Ordinal), "the file says what the journal says");
    }

    [Fact]
    public async Task EntryOfAFile_ThatNoJournalKnows_IsTakenOverAsItIs()
    {
        _rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:31:00+00:00","not_blind":true}, "block_0002":{"label":1,"annotated_at":"2024-01-02T10:31:00+00:00","not_blind":false}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await Eventually.IsTrueAsync(() => labels.Current.Count == 2, "the labels are taken over");
        Assert.Equal((true, false), Blindness(labels));
    }

    [Fact]
    public async Task WhatCannotBeWritten_CountsUntilTheEnd_AndIsSaid()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "state-ws-1"));
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "state-ws-1", "shown"), "a file where the folder should be"u8.ToArray(), Ct);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        share.Shown.Of("alice").Add([BlockId.Parse(First)]);
        await Eventually.IsTrueAsync(() => labels.Notices.Any(text => text.Contains("remembered only until this program ends", StringComparison.Ordinal)), "it is said");
        await LabelRig.SetAsync(labels, (First, 2), (Second, 1));
        Assert.Equal((true, false), Blindness(labels));
    }

    private static (bool First, bool Second) Blindness(UserLabels labels) =>
        (labels.Find(LabelRig.Key(First))!.Value.IsNotBlind, labels.Find(LabelRig.Key(Second))!.Value.IsNotBlind);

    /// <summary>Of the decisions of this program, in order; null: the line has no such member.</summary>
    private bool?[] Marks() =>
    [
        .. LabelRig.JournalLines(Assert.Single(_rig.JournalFiles()))
            .Where(line => line.TryGetProperty("clock", out _))
            .Select(line => line.TryGetProperty("not_blind", out JsonElement said) ? said.GetBoolean() : (bool?)null),
    ];
}

using System.Text.Json;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Independent second adjudications: as safe as final labels, and never one of them.</summary>
public sealed class SecondLabelTests : IDisposable
{
    private const string One = "block_0001";
    private const string Two = "block_0002";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Admins => Path.Combine(_rig.Annotations, "history", "admin");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Second_IsALineOfItsOwnKind_AndChangesNoFinalLabel()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
            FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
            await SetAsync(ann, One, 2);
            LabelSnapshot known = ann.Current;
            Assert.Equal(LabelPlace.Share, (await zoe.SecondAsync(LabelRig.Key(One), 3, Ct, "a rim")).Place);
            await share.FlushAsync(LabelRig.Patient.Closing);

            Assert.Same(known, ann.Current);
            Assert.Equal((3, null), (zoe.SecondOf(LabelRig.Key(One)), ann.SecondOf(LabelRig.Key(One))));
            Assert.Equal([(One, "ann", 2, "zoe", 3, false)], Told(ann));
            Assert.Equal([2], ann.History(LabelRig.Key(One)).Select(entry => entry.Label));
            Assert.Equal([2], (await share.ReadHistoryAsync(LabelRig.Key(One), withEvidence: false, Ct)).Entries.Select(entry => entry.Label));
        }

        JsonElement second = Assert.Single(Lines(), line => line.TryGetProperty("second", out _));
        Assert.Equal(["seq", "clock", "at", "second", "by", "reason"], second.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"block":"block_0001","label":3}""", second.GetProperty("second").GetRawText());
        Assert.Equal("zoe", second.GetProperty("by").GetString());

        // A program that knows nothing but lines with a label has the final one.
        Assert.Equal(new Dictionary<string, int> { [One] = 2 }, OwnReader.Merge(Admins));
        Assert.Equal(new Dictionary<string, int> { [One] = 2 }, OwnReader.FileLabels(await File.ReadAllBytesAsync(Path.Combine(_rig.Annotations, "admin", "final_labels.json"), Ct)));
        Assert.Equal(
            [("final_label", "ann", 2, ""), ("second", "zoe", 3, "a rim")],
            HistoryFiles.Read(new SharedRoot(_rig.Settings("ws-3"))).Rows.Select(row => (row.Kind, row.Username, row.Label ?? 0, row.Reason ?? "")));
    }

    /// <summary>Nobody looked at such a block alone, and that the other block has another label today says nothing of then.</summary>
    [Fact]
    public async Task First_SetTogetherWithOthers_IsThat_WhateverTheOthersBecameSince()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
        await ann.SetAsync([LabelRig.Key(One), LabelRig.Key(Two)], 2, Ct);
        await SetAsync(ann, "block_0003", 2);
        await SetAsync(ann, Two, 1);
        foreach (string block in new[] { One, Two, "block_0003" })
        {
            await zoe.SecondAsync(LabelRig.Key(block), 3, Ct);
        }

        Assert.Equal([(One, true), (Two, false), ("block_0003", false)], ann.Seconds.Select(second => (second.Key.Block.Value, second.IsFirstOfMany)));
    }

    [Fact]
    public async Task Second_OnAnOwnFinalLabel_IsRefusedInWords_AndNothingIsWritten()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        await SetAsync(ann, One, 2);

        LabelResult refused = await ann.SecondAsync(LabelRig.Key(One), 2, Ct);

        Assert.Equal((LabelPlace.Refused, FinalLabels.OwnFinalLabel), (refused.Place, refused.Reason));
        Assert.DoesNotContain(Lines(), line => line.TryGetProperty("second", out _));
    }

    [Fact]
    public async Task Second_WhileTheShareIsAway_IsRefusedInWords()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        await SetAsync(ann, One, 2);
        FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
        string away = _rig.Annotations + "-away";
        Directory.Move(_rig.Annotations, away);
        await Eventually.IsTrueAsync(() => zoe.SaveState.Kind == SaveStateKind.ShareAway, "it is known that the share is away");

        LabelResult refused = await zoe.SecondAsync(LabelRig.Key(One), 2, Ct);

        Assert.Equal(LabelPlace.Refused, refused.Place);
        Assert.Contains("while the share is away", refused.Reason, StringComparison.Ordinal);
        Assert.Null(zoe.SecondOf(LabelRig.Key(One)));
        Directory.Move(away, _rig.Annotations);
    }

    [Fact]
    public async Task Second_IsComparedWithTheFinalLabelOfThen_OrTheFirstOneAfterIt()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
        await SetAsync(ann, One, 1);
        await SetAsync(ann, One, 2);
        await SecondAsync(zoe, One, 3);
        await SecondAsync(zoe, Two, 1);
        Assert.Equal([(One, "ann", 2, "zoe", 3, false), (Two, "", 0, "zoe", 1, false)], Told(zoe));

        await SetAsync(ann, Two, 3);
        await SetAsync(zoe, One, 3, "seen in 561");
        Assert.Equal([(One, "ann", 2, "zoe", 3, true), (Two, "ann", 3, "zoe", 1, false)], Told(zoe));

        // The settling taken back, they differ again; cleared, nothing is settled.
        Assert.Equal(UndoOutcome.Done, (await zoe.UndoAsync(Ct)).Outcome);
        Assert.Equal((One, "ann", 2, "zoe", 3, false), Told(zoe)[0]);
        await SetAsync(ann, Two, null);
        Assert.False(Told(zoe)[1].IsSettled);

        // Whoever settles a block later has no second opinion on an own label.
        await SetAsync(zoe, "block_0003", 1);
        await SecondAsync(ann, "block_0003", 1);
        await SecondAsync(zoe, "block_0004", 2);
        await SetAsync(zoe, "block_0004", 2);
        Assert.Equal([("block_0003", "zoe", 1, "ann", 1, false), ("block_0004", "", 0, "zoe", 2, false)], Told(ann)[2..]);
    }

    [Fact]
    public async Task Undo_OfASecond_IsOfItsAuthorAlone_AndRedoGivesItAgain_AcrossARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
            FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
            FinalLabels kim = await share.OpenFinalLabelsAsync("kim", Ct);
            await SetAsync(ann, One, 1);
            await SecondAsync(zoe, One, 2);
            await SecondAsync(kim, One, 3);
            await SecondAsync(zoe, One, 1);
            Assert.Equal(UndoOutcome.Done, (await zoe.UndoAsync(Ct)).Outcome);
            Assert.Equal([(One, "ann", 1, "kim", 3, false), (One, "ann", 1, "zoe", 2, false)], Told(zoe).OrderBy(second => second.By));
        }

        await using LabelShare next = await _rig.OpenAsync();
        FinalLabels again = await next.OpenFinalLabelsAsync("zoe", Ct);
        UndoResult undone = await again.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, DecisionKind.Second, LabelRig.Key(One)), (undone.Outcome, undone.Kind, undone.Key));
        Assert.Equal([(One, "ann", 1, "kim", 3, false)], Told(again));
        Assert.Equal(UndoOutcome.Done, (await again.RedoAsync(Ct)).Outcome);
        Assert.Equal(2, again.SecondOf(LabelRig.Key(One)));
        Assert.Equal(1, again.Find(LabelRig.Key(One))?.Label);
    }

    [Fact]
    public async Task Second_OfAnotherMachine_Arrives_AndNullTakesItBack()
    {
        await using LabelShare here = await _rig.OpenAsync();
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        FinalLabels ann = await here.OpenFinalLabelsAsync("ann", Ct);
        FinalLabels zoe = await there.OpenFinalLabelsAsync("zoe", Ct);
        await SetAsync(ann, One, 2);
        await Eventually.IsTrueAsync(() => zoe.Find(LabelRig.Key(One)) is not null, "the other machine knows the final label");
        await SecondAsync(zoe, One, 2);
        await Eventually.IsTrueAsync(() => Told(ann).SequenceEqual([(One, "ann", 2, "zoe", 2, false)]), "the second adjudication arrives");
        Assert.Equal(Told(ann), Told((await here.ReadWholeAsync(Ct)).Seconds));
        await SecondAsync(zoe, One, null);
        await Eventually.IsTrueAsync(() => ann.Seconds.Count == 0, "it is taken back");
        Assert.Empty((await here.ReadWholeAsync(Ct)).Seconds);
    }

    [Fact]
    public async Task Second_AfterARestart_IsThere_FromTheCacheAndWithoutIt()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
            await SetAsync(ann, One, 2);
            await SecondAsync(await share.OpenFinalLabelsAsync("zoe", Ct), One, 3);
        }

        foreach (bool hasCache in new[] { true, false })
        {
            if (!hasCache)
            {
                Directory.Delete(Path.Combine(_rig.Folder, "cache-ws-1"), recursive: true);
            }

            await using LabelShare again = await _rig.OpenAsync();
            FinalLabels ann = await again.OpenFinalLabelsAsync("ann", Ct);
            Assert.Equal([(One, "ann", 2, "zoe", 3, false)], Told(ann));
            Assert.Equal(2, ann.Find(LabelRig.Key(One))?.Label);
        }
    }

    private static List<(string Block, string FirstBy, int First, string By, int Second, bool IsSettled)> Told(FinalLabels labels) => Told(labels.Seconds);

    private static List<(string Block, string FirstBy, int First, string By, int Second, bool IsSettled)> Told(IEnumerable<SecondLabel> seconds) =>
        [.. seconds.Select(second => (second.Key.Block.Value, second.First?.By ?? "", second.First?.Label ?? 0, second.By, second.Label, second.IsSettled))];

    private static async Task SetAsync(FinalLabels labels, string block, int? label, string? reason = null) =>
        Assert.True((await labels.SetAsync([LabelRig.Key(block)], label, Ct, reason)).Accepted);

    private static async Task SecondAsync(FinalLabels labels, string block, int? label) =>
        Assert.True((await labels.SecondAsync(LabelRig.Key(block), label, Ct)).Accepted);

    private IEnumerable<JsonElement> Lines() => Directory.GetFiles(Admins, "*.jsonl").SelectMany(LabelRig.JournalLines);
}

using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>A file system that gives a file another number at each look: it is the same file all the same.</summary>
public sealed class RenumberedFilesTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _here = new() { Renumbers = true };
    private readonly FaultyFiles _there = new() { Renumbers = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Labels_OfTwoPrograms_StayInOneJournalEach_AreSeenByBoth_AndNothingCountsAsLost()
    {
        await using LabelShare first = await _rig.OpenAsync(files: _here);
        await using LabelShare second = await _rig.OpenAsync("ws-2", _there);
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        HashSet<SaveStateKind> shown = [];
        here.Changed += Note;
        there.Changed += Note;

        for (int i = 0; i < 5; i++)
        {
            string block = "block_000" + TestScale.Text(i);
            Assert.Equal(LabelPlace.Share, (await here.SetAsync(LabelRig.Key(block), 1, [], Ct)).Place);
            await Eventually.IsTrueAsync(() => there.Find(LabelRig.Key(block))?.Label == 1, "the other program sees the label");
            Assert.Equal(LabelPlace.Share, (await there.SetAsync(LabelRig.Key(block), 2, [], Ct)).Place);
            await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key(block))?.Label == 2, "the first program sees the change");
        }

        Assert.Equal(2, Directory.GetFiles(_rig.Journals).Length);
        Assert.Equal(10, OwnReader.Decisions(_rig.Journals).Count());
        Assert.Empty(_rig.Waiting());
        Assert.DoesNotContain(SaveStateKind.NotSaved, shown);
        Assert.Empty(here.Notices.Concat(there.Notices));

        void Note()
        {
            lock (shown)
            {
                shown.Add(here.SaveState.Kind);
                shown.Add(there.SaveState.Kind);
            }
        }
    }

    [Fact]
    public async Task DerivedFile_IsRewritten_AndAnotherProgramsEntryIsTakenOver()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _here);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        foreach (string block in (string[])["block_0001", "block_0002"])
        {
            await labels.SetAsync(LabelRig.Key(block), 1, [], Ct);
            Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
            Assert.Contains(block, await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
        }

        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0003": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");

        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0003"))?.Label == 3, "the entry is taken over");
        await Eventually.IsTrueAsync(
            () => OwnReader.FileLabels(File.ReadAllBytes(_rig.UserFile)).Count == 3, "the file says all");
    }

    [Fact]
    public async Task OlderCopy_InPlaceOfTheFolder_IsNoticedAllTheSame()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _here);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        byte[] older = await File.ReadAllBytesAsync(journal, Ct);
        await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        File.Delete(journal);
        await File.WriteAllBytesAsync(journal, older, Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
    }

    /// <summary>Neither its number nor its length tells: the last line does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherCopy_OfTheSameLength_InPlaceOfTheJournal_IsNoticed(bool hidesNumbers)
    {
        var files = new FaultyFiles { HidesNumbers = hidesNumbers, Renumbers = !hidesNumbers };
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        string text = await File.ReadAllTextAsync(journal, Ct);

        File.Delete(journal);
        string other = text.Replace("{\"seq\":2,", "{\"seq\":9,", StringComparison.Ordinal).Replace("block_0002", "block_0009", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(journal, System.Text.Encoding.UTF8.GetBytes(other), Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
    }

    /// <summary>What a program without numbers writes stays in one file, and nothing counts as lost.</summary>
    [Fact]
    public async Task Labels_WhereFilesHaveNoNumber_StayInOneJournal()
    {
        await using LabelShare share = await _rig.OpenAsync(files: new FaultyFiles { HidesNumbers = true });
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key("block_000" + TestScale.Text(i)), 1, [], Ct)).Place);
            Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        }

        Assert.Single(Directory.GetFiles(_rig.Journals));
        Assert.Equal(5, OwnReader.Decisions(_rig.Journals).Count());
        Assert.Empty(labels.Notices);
        Assert.Empty(_rig.Waiting());
    }
}

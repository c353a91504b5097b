using System.Globalization;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>Someone puts an older copy of the annotations folder in the place of the one programs are writing to.</summary>
public sealed class RestoredShareTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Backup => _rig.Annotations + "-backup";

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved away")]
    [InlineData("copied over")]
    public async Task OlderCopy_InPlaceOfTheFolder_HasTheLabelsInBetweenAgain_WithoutAKey(string how)
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        BackUp();
        await LabelRig.SetAsync(labels, ("block_0002", 2), ("block_0003", 3), ("block_0001", 3));

        Restore(how);

        await Eventually.IsTrueAsync(() => _rig.IsInJournals("block_0002") && _rig.IsInJournals("block_0003"), "the labels are back");
        await Eventually.IsTrueAsync(() => labels.SaveState is { Kind: SaveStateKind.Saved, Undelivered: 0 }, "it says so");
        await Eventually.IsTrueAsync(() => BroughtBack(labels) >= 3, "it says how many");
        if (how != "copied over")
        {
            Assert.Contains("3 decisions", Assert.Single(labels.Notices), StringComparison.Ordinal);
        }

        await AssertSeenElsewhereAsync(("block_0001", 3), ("block_0002", 2), ("block_0003", 3));
        await Eventually.IsTrueAsync(
            () => File.Exists(_rig.UserFile) && File.ReadAllText(_rig.UserFile).Contains("block_0003", StringComparison.Ordinal),
            "the derived file is up to date");
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("copied over")]
    public async Task OlderCopy_LabelBeforeTheNextLook_NothingIsMissingOrTornAfterTheEnd(string how)
    {
        await using (LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { PollInterval = TimeSpan.FromHours(1) }, Ct))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await LabelRig.SetAsync(labels, ("block_0001", 1));
            BackUp();
            await LabelRig.SetAsync(labels, ("block_0002", 2));
            await share.FlushAsync(LabelRig.Patient.Closing);
            Restore(how);
            await LabelRig.SetAsync(labels, ("block_0003", 3));
            Assert.DoesNotContain('\0', await File.ReadAllTextAsync(Assert.Single(_rig.JournalFiles()), Ct));
        }

        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3));
    }

    [Fact]
    public async Task OlderCopy_LacksJournalsOfEndedProgramsToo_AllTheirLabelsAreBack()
    {
        await using (LabelShare empty = await _rig.OpenAsync())
        {
            await LabelRig.SetAsync(await empty.OpenUserAsync("bob", Ct), ("block_0001", 1));
        }

        BackUp();
        await using (LabelShare ended = await _rig.OpenAsync("ws-2"))
        {
            await LabelRig.SetAsync(await ended.OpenUserAsync("alice", Ct), ("block_0001", 1), ("block_0002", 1));
        }

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0002", 2));

        Restore("deleted");

        await Eventually.IsTrueAsync(() => _rig.IsInJournals("block_0001") && _rig.IsInJournals("block_0002"), "the labels are back");
        await using LabelShare elsewhere = await _rig.OpenAsync("ws-8");
        UserLabels seen = await elsewhere.OpenUserAsync("alice", Ct);
        Assert.Equal((1, 2), (seen.Find(LabelRig.Key("block_0001"))?.Label, seen.Find(LabelRig.Key("block_0002"))?.Label));
        Assert.Equal(["ws-2", "ws-1"], seen.History(LabelRig.Key("block_0002")).Select(entry => entry.Host));
    }

    [Fact]
    public async Task OlderCopy_CannotBeWritten_LabelsAreKeptHereAndItSaysSo_UntilItCan()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        BackUp();
        await LabelRig.SetAsync(labels, ("block_0002", 2), ("block_0003", 3));
        _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        Restore("deleted");

        await Eventually.IsTrueAsync(() => labels.SaveState.Undelivered == 2, "the labels count as undelivered");
        Assert.Equal((SaveStateKind.NotSaved, "the disk is full", 2), (labels.SaveState.Kind, labels.SaveState.Reason, labels.SaveState.Undelivered));
        string kept = Assert.Single(_rig.Waiting());
        Assert.Contains("block_0003", await File.ReadAllTextAsync(kept, Ct), StringComparison.Ordinal);
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the labels are delivered");
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3));
    }

    [Theory]
    [InlineData("ListFiles", "/history/users/alice")]
    [InlineData("Open", "/history/users/alice/")]
    [InlineData("Read", "/history/users/alice/")]
    public async Task OlderCopy_JournalsCannotBeRead_ItSaysSo_UntilTheyCan(string operation, string place)
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        BackUp();
        await LabelRig.SetAsync(labels, ("block_0002", 2));
        _files.Fault = (done, path) => done == operation && path.Contains(place, StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;

        Restore("deleted");

        await Eventually.IsTrueAsync(() => labels.SaveState.Kind == SaveStateKind.NotSaved, "it says that labels are missing");
        Assert.Contains("older copy", labels.SaveState.Reason, StringComparison.Ordinal);
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => labels.SaveState.Kind == SaveStateKind.Saved, "they are there");
        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Fact]
    public async Task OlderCopy_TwoProgramsOfOneUser_LabelsOfBothAreBack_AndTheJournalsStopGrowing()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(here, ("block_0001", 1));
        BackUp();
        await LabelRig.SetAsync(here, ("block_0002", 2));
        await LabelRig.SetAsync(there, ("block_0003", 3));
        await Eventually.IsTrueAsync(() => here.Current.Count == 3 && there.Current.Count == 3, "each knows the other's labels");

        Restore("moved away");

        await Eventually.IsTrueAsync(() => _rig.IsInJournals("block_0002") && _rig.IsInJournals("block_0003"), "the labels are back");
        await LabelRig.SetAsync(here, ("block_0004", 1));
        await LabelRig.SetAsync(there, ("block_0005", 1));
        await Eventually.IsTrueAsync(() => here.Current.Count == 5 && there.Current.Count == 5, "each goes on following the other");
        string[] lines = [.. _rig.JournalFiles().SelectMany(File.ReadAllLines).Where(line => line.Contains("\"block\"", StringComparison.Ordinal))];
        Assert.True(lines.Length <= 5 + 2, string.Join('\n', lines));
        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3), ("block_0004", 1), ("block_0005", 1));
    }

    [Fact]
    public async Task OlderCopy_ThenTheFormerFolderAgain_HasTheLabelsOfBoth_AndNothingIsCutOff()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        BackUp();
        await LabelRig.SetAsync(labels, ("block_0002", 2), ("block_0003", 3));
        await share.FlushAsync(LabelRig.Patient.Closing);
        Restore("moved away");
        await Eventually.IsTrueAsync(() => _rig.IsInJournals("block_0003"), "the labels are back");
        await LabelRig.SetAsync(labels, ("block_0004", 1));
        await share.FlushAsync(LabelRig.Patient.Closing);
        string former = await File.ReadAllTextAsync(Directory.GetFiles(_rig.Journals.Replace(_rig.Annotations, _rig.Annotations + "-former", StringComparison.Ordinal)).Single(), Ct);

        Directory.Move(_rig.Annotations, _rig.Annotations + "-copy");
        Directory.Move(_rig.Annotations + "-former", _rig.Annotations);

        await Eventually.IsTrueAsync(() => _rig.IsInJournals("block_0004"), "the newest label is there too");
        Assert.StartsWith(former, await File.ReadAllTextAsync(Assert.Single(_rig.JournalFiles()), Ct), StringComparison.Ordinal);
        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3), ("block_0004", 1));
    }

    [Fact]
    public async Task OlderCopy_PutInPlaceWhileNoProgramRan_LabelsThisMachineRemembersAreBackAtTheStart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await LabelRig.SetAsync(labels, ("block_0001", 1));
            BackUp();
            await LabelRig.SetAsync(labels, ("block_0002", 2));
        }

        Restore("deleted");
        await using (LabelShare next = await _rig.OpenAsync())
        {
            _ = await next.OpenUserAsync("alice", Ct);
        }

        await AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Theory]
    [InlineData("{\"seq\":1,\"clock\":0,\"at\":\"2024-01-02T10:30:00+00:00\",\"block\":\"block_0009\",\"label\":1}", "older")]
    [InlineData("{\"seq\":1,\"clock\":0,\"at\":\"2024-01-02T10:30:00+00:00\",\"block\":\"block_0009\",\"label\":1}", "gone")]
    [InlineData("{\"seq\":1,\"clo", "older")]
    [InlineData("{\"seq\":1,\"clo", "gone")]
    public async Task JournalWithALineThatDoesNotCount_OlderWhileNoProgramRan_LabelsKnownFromItAreBackAtTheStart(string bad, string how)
    {
        const string Journal = "history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl";
        string before = "{\"format\":1,\"host\":\"ws-7\"}\n" + bad + "\n";
        _rig.WriteShare(Journal, before + "{\"seq\":2,\"clock\":1,\"at\":\"2024-01-02T10:31:00+00:00\",\"block\":\"block_0001\",\"label\":2}\n");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(2, labels.Find(LabelRig.Key("block_0001"))?.Label);
            await share.FlushAsync(LabelRig.Patient.Closing);
        }

        await using (LabelShare again = await _rig.OpenAsync())
        {
            Assert.DoesNotContain((await again.OpenUserAsync("alice", Ct)).Notices, notice => notice.Contains("older copy", StringComparison.Ordinal));
        }

        File.Delete(Path.Combine(_rig.Annotations, Journal));
        if (how == "older")
        {
            _rig.WriteShare(Journal, before);
        }

        await using LabelShare next = await _rig.OpenAsync();
        UserLabels known = await next.OpenUserAsync("alice", Ct);
        Assert.Equal(2, known.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Contains(known.Notices, notice => notice.Contains("older copy", StringComparison.Ordinal));
        Assert.True(_rig.IsInJournals("block_0001"));
    }

    private void BackUp() => LabelRig.Copy(_rig.Annotations, Backup);

    /// <summary>In one step but for "copied over", which is file by file: a look of the program may fall between two of them.</summary>
    private void Restore(string how)
    {
        if (how == "copied over")
        {
            LabelRig.Copy(Backup, _rig.Annotations);
            return;
        }

        string copy = _rig.Annotations + "-copy";
        LabelRig.Copy(Backup, copy);
        if (how == "deleted")
        {
            _rig.DeleteShare();
        }
        else
        {
            Directory.Move(_rig.Annotations, _rig.Annotations + "-former");
        }

        while (!TryMove(copy, _rig.Annotations))
        {
            // The program has just made the folder anew.
            _rig.DeleteShare();
        }
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to))
        {
            return false;
        }
    }

    /// <summary>How many decisions were brought back, as the notices say it.</summary>
    private static int BroughtBack(UserLabels labels) => labels.Notices
        .Select(notice => Regex.Match(notice, "lacked (?<count>[0-9]+) decision", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        .Where(match => match.Success)
        .Sum(match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));

    private async Task AssertSeenElsewhereAsync(params (string Block, int Label)[] expected)
    {
        HistoryEntry[] history = [.. (await _rig.AssertSeenElsewhereAsync(expected)).SelectMany(entries => entries)];
        Assert.DoesNotContain(history, entry => entry.IsImport);
        Assert.Equal(history.Length, history.DistinctBy(entry => (entry.At, entry.Host)).Count());
    }
}

using System.Diagnostics;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>What was acknowledged is on this machine, too, whatever becomes of the share or of the program.</summary>
public sealed class RememberedDecisionsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Backup => _rig.Annotations + "-backup";

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("older")]
    [InlineData("without the user")]
    [InlineData("older, and the cache deleted")]
    public async Task Process_KilledAndAnOlderCopyPutInPlace_NextStartHasEveryAcknowledgedLabelAgain(string how)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 0, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await talk.LabelAsync(how == "without the user" ? 0 : 39);
        LabelRig.Copy(_rig.Annotations, Backup);
        await talk.LabelAsync(40);
        await Eventually.IsTrueAsync(
            () => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == talk.Count, "all are remembered");
        await talk.KillAsync();
        _rig.DeleteShare();
        LabelRig.Copy(Backup, _rig.Annotations);
        if (how == "without the user")
        {
            Directory.Delete(_rig.Journals, recursive: true);
        }

        if (how.EndsWith("deleted", StringComparison.Ordinal) && Directory.Exists(_rig.Settings().CacheFolder))
        {
            Directory.Delete(_rig.Settings().CacheFolder, recursive: true);
        }

        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(Sorted(talk.Acknowledged), Sorted(OwnReader.Merge(_rig.Journals)));
            Assert.Contains(labels.Notices, notice => notice.Contains("older copy", StringComparison.Ordinal));
            Assert.Equal(0, share.Undelivered);
        }

        await using LabelShare elsewhere = await _rig.OpenAsync("ws-9");
        UserLabels seen = await elsewhere.OpenUserAsync("alice", Ct);
        Assert.Equal(Sorted(talk.Acknowledged), Sorted(seen.Current.Labels.Values.ToDictionary(entry => entry.Key.Block.Value, entry => entry.Label, StringComparer.Ordinal)));
    }

    [Fact]
    public async Task OlderCopy_AnotherPersonSignsInAtTheNextStart_TheLabelsAreBackAllTheSame()
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        LabelRig.Copy(_rig.Annotations, Backup);
        await _rig.LabelAndEndAsync(("block_0002", 2));
        Directory.Delete(_rig.Annotations, recursive: true);
        LabelRig.Copy(Backup, _rig.Annotations);

        await using LabelShare share = await _rig.OpenAsync();
        _ = await share.OpenUserAsync("bob", Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
    }

    [Fact]
    public async Task NothingLost_AnotherPersonSignsIn_NoJournalIsBegunForTheFirst()
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        string[] journals = Directory.GetFiles(_rig.Journals);

        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels bob = await share.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
            await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 2, "remembered");
        }

        Assert.Equal(journals, Directory.GetFiles(_rig.Journals));
    }

    [Fact]
    public async Task Waiting_OfAnEarlierProgramWithTheSameNumber_IsDelivered()
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        }

        string journal = Assert.Single(_rig.Waiting());
        string text = await File.ReadAllTextAsync(journal, Ct);
        int start = text.IndexOf("\"process_started\":", StringComparison.Ordinal) + "\"process_started\":".Length;
        await File.WriteAllBytesAsync(journal, System.Text.Encoding.UTF8.GetBytes(text[..start] + "1" + text[text.IndexOf(',', start)..]), Ct);

        await using LabelShare next = await _rig.OpenAsync();
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "it is delivered");
        Assert.Equal(2, OwnReader.Merge(_rig.Journals)["block_0002"]);
    }

    [Fact]
    public async Task Process_Killed_NothingWrongWithTheShare_NextStartAppendsNothing()
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 40, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await talk.KillAsync();

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(40, OwnReader.Decisions(_rig.Journals).Count());
        Assert.Empty(labels.Notices);
    }

    [Theory]
    [InlineData("no cache")]
    [InlineData("the cache of an earlier run")]
    public async Task OlderCopy_ShareAwayAtTheStart_LabelsAreKnownAndComeBackWithTheShare(string cache)
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        LabelRig.Copy(_rig.Annotations, Backup);
        LabelRig.Copy(_rig.Settings().CacheFolder, Backup + "-cache");
        await _rig.LabelAndEndAsync(("block_0002", 2));
        _rig.ForgetCache();
        if (cache != "no cache")
        {
            LabelRig.Copy(Backup + "-cache", _rig.Settings().CacheFolder);
        }

        string away = _rig.Annotations + "-away";
        _rig.DeleteShare();

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.False(share.State.IsAvailable);
        Assert.Equal((1, 2), (labels.Find(LabelRig.Key("block_0001"))?.Label, labels.Find(LabelRig.Key("block_0002"))?.Label));
        LabelRig.Copy(Backup, away);
        Directory.Move(away, _rig.Annotations);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
        await Eventually.IsTrueAsync(() => labels.SaveState.Kind == SaveStateKind.Saved, "it says so");
    }

    [Fact]
    public async Task AnotherShareAtTheSamePath_GetsNothingOfTheFormerOne()
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        _rig.ForgetCache();
        _rig.DeleteShare();
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff\n");

        await _rig.LabelAndEndAsync(("block_0002", 2));

        Assert.Equal(["block_0002"], OwnReader.Merge(_rig.Journals).Keys);
    }

    [Fact]
    public async Task AnotherShareWhileTheProgramRuns_IsRememberedApart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1, "remembered");
            _rig.DeleteShare();
            await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "the share is away");
            File.Delete(Directory.GetFiles(Path.Combine(_rig.Folder, "state-ws-1"), "root.json", SearchOption.AllDirectories).Single());
            await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the folder is made anew");
            await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        }

        Assert.Equal(2, _rig.Remembered().Length);
        Assert.All(_rig.Remembered(), path => Assert.Single(File.ReadLines(path), line => line.Contains("\"block\"", StringComparison.Ordinal)));
        Assert.Equal(2, _rig.Remembered().Select(path => File.ReadLines(path).First()).Distinct().Count());
    }

    private static IEnumerable<KeyValuePair<string, int>> Sorted(Dictionary<string, int> labels) => labels.OrderBy(item => item.Key, StringComparer.Ordinal);
}

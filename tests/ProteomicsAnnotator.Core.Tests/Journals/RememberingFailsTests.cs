using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>This machine cannot write what it is to remember: the label counts all the same, it is said, and made up for.</summary>
public sealed class RememberingFailsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ThisMachineCannotRemember_LabelsAreSavedAllTheSame_ItIsSaid_AndMadeUpFor()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/remembered/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct));

        await Eventually.IsTrueAsync(() => labels.Notices.Any(notice => notice.Contains("cannot remember", StringComparison.Ordinal)), "it is said");
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 2, "both are remembered");
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "it is over");
    }

    [Fact]
    public async Task FlushOfWhatIsRememberedFails_TheLinesAreWrittenAgain_ToAFileThatCanBeFlushed()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        FinalLabels labels = await share.OpenFinalLabelsAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0001")], 1, Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0002")], 2, Ct));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 2, "both are remembered");
        string first = Assert.Single(_rig.Remembered());
        _files.Fault = (done, path) => done == "FlushToDisk" && path == first ? FaultyFiles.Errno(5) : null;

        await labels.SyncAsync();

        await Eventually.IsTrueAsync(() => labels.Notices.Any(notice => notice.Contains("cannot remember", StringComparison.Ordinal)), "it is said");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await labels.SyncAsync();
                return _rig.Remembered().Any(path => path != first && new[] { "block_0001", "block_0002" }.All(File.ReadAllText(path).Contains));
            },
            "both stand in another file");
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "it is over");
    }

    [Fact]
    public async Task WriteOfWhatIsRememberedFailsAndCannotBeCutOff_TheLinesBeforeItAreWrittenAgain_ToAnotherFile()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        FinalLabels labels = await share.OpenFinalLabelsAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0001")], 1, Ct));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 1, "it is remembered");
        string first = Assert.Single(_rig.Remembered());
        _files.FaultAfterWrite = path => path == first ? FaultyFiles.Errno(28) : null;
        _files.Fault = (done, path) => done == "SetLength" && path == first ? FaultyFiles.Errno(5) : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0002")], 2, Ct));

        await Eventually.IsTrueAsync(
            async () =>
            {
                await labels.SyncAsync();
                return _rig.Remembered().Any(path => path != first && new[] { "block_0001", "block_0002" }.All(File.ReadAllText(path).Contains));
            },
            "both stand in another file, of which a flush can be trusted");
    }

    [Fact]
    public async Task ThisMachineHangs_LabelsAreNotKeptWaiting()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { Limits = LabelRig.Patient with { Closing = TimeSpan.FromSeconds(1) } }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.HangingPath = "/remembered/";
        _files.Answering.Reset();

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct));
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0003": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0003"))?.Label == 3, "other programs' changes are looked for");

        _files.Answering.Set();
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 3, "all are remembered");
    }

    [Fact]
    public async Task Delivered_IsRememberedBeforeTheLocalJournalGoes()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
        Assert.Empty(_rig.Remembered());
        _files.Fault = null;

        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "the waiting journal is gone");
        Assert.Equal(1, OwnReader.Merge(Path.GetDirectoryName(Assert.Single(_rig.Remembered()))!)["block_0001"]);
    }
}

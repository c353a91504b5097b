using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>The journals take the labels, but users/alice.json cannot follow.</summary>
public sealed class LabelFileProjectionTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Write_IsRefused_IsToldWithFileAndReason_AndTriedUntilItWorks()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        _files.Fault = (done, path) => done is "Open" or "Rename" && path.Contains("/users/", StringComparison.Ordinal) && !path.Contains("/history/", StringComparison.Ordinal)
            ? new UnauthorizedAccessException("EACCES")
            : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));

        await Eventually.IsTrueAsync(() => labels.Notices.Count > 0, "the fault is told");
        string notice = Assert.Single(labels.Notices);
        Assert.Contains(_rig.UserFile, notice, StringComparison.Ordinal);
        Assert.Contains("no permission", notice, StringComparison.Ordinal);
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct));
        Assert.False((await share.FlushAsync(LabelRig.Patient.Closing)).FilesWritten);
        Assert.Single(labels.Notices);

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => File.ReadAllText(_rig.UserFile).Contains("block_0002", StringComparison.Ordinal), "the file follows");
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "the fault is over");
    }

    [Fact]
    public async Task Read_IsRefused_IsToldWithFileAndReason_UntilItWorks()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        _files.Fault = (done, path) => done == "Stat" && path == _rig.UserFile ? FaultyFiles.Errno(5) : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));

        await Eventually.IsTrueAsync(() => labels.Notices.Count > 0, "the fault is told");
        Assert.Contains($"{_rig.UserFile} cannot be brought up to date: an input/output error", Assert.Single(labels.Notices), StringComparison.Ordinal);
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "the fault is over");
        await Eventually.IsTrueAsync(() => File.ReadAllText(_rig.UserFile).Contains("block_0001", StringComparison.Ordinal), "the file follows");
    }

    [Fact]
    public async Task ShareGone_NothingIsToldOfTheFile()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        Directory.Move(_rig.Annotations, _rig.Annotations + "-away");
        await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "the share is away");

        Assert.False((await share.FlushAsync(LabelRig.Patient.Closing)).FilesWritten);

        Assert.Empty(labels.Notices);
    }
}

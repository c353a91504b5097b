using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>The folder is emptied on purpose, or another share is mounted in its place: neither gets what belongs to the former one.</summary>
public sealed class AnotherShareTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task FolderEmptiedOnPurpose_GetsNothingOfTheFormerOne()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        _rig.DeleteShare();
        await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "the share is away");
        File.Delete(Directory.GetFiles(Path.Combine(_rig.Folder, "state-ws-1"), "root.json", SearchOption.AllDirectories).Single());
        await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the folder is made anew");

        await LabelRig.SetAsync(labels, ("block_0002", 2));
        await Eventually.IsTrueAsync(() => labels.SaveState is { Kind: SaveStateKind.Saved }, "saved");
        await share.FlushAsync(LabelRig.Patient.Closing);

        Assert.True(_rig.IsInJournals("block_0002"));
        Assert.False(_rig.IsInJournals("block_0001"));
    }

    [Fact]
    public async Task AnotherShareMountedAfterAStartWithoutAny_GetsNothingOfTheFormerOne()
    {
        await using (LabelShare former = await _rig.OpenAsync())
        {
            await LabelRig.SetAsync(await former.OpenUserAsync("alice", Ct), ("block_0001", 1));
            await former.FlushAsync(LabelRig.Patient.Closing);
        }

        Directory.Move(_rig.Annotations, Path.Combine(_rig.Folder, "unmounted"));
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.False(share.State.IsAvailable);
        Directory.CreateDirectory(_rig.Annotations);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Annotations, ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray(), Ct);
        await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the other share is there");

        await LabelRig.SetAsync(labels, ("block_0002", 2));
        await Eventually.IsTrueAsync(() => labels.SaveState is { Kind: SaveStateKind.Saved }, "saved");
        await share.FlushAsync(LabelRig.Patient.Closing);

        Assert.True(_rig.IsInJournals("block_0002"));
        Assert.False(_rig.IsInJournals("block_0001"));
    }

    [Theory]
    [InlineData("known before the start")]
    [InlineData("met after the start")]
    public async Task LabelsThatWaitForOneShare_AreNotDeliveredToAnother_AndStay(string how)
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
        }

        string waiting = Assert.Single(_rig.Waiting());
        await EndedProgram.PretendAsync(waiting);
        Directory.Move(_rig.Annotations, _rig.Annotations + "-former");
        string other = Path.Combine(_rig.Folder, "other");
        Directory.CreateDirectory(other);
        await File.WriteAllBytesAsync(Path.Combine(other, ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray(), Ct);
        if (how == "known before the start")
        {
            Directory.Move(other, _rig.Annotations);
            await using (LabelShare known = await _rig.OpenAsync())
            {
                Assert.True(known.State.IsAvailable);
            }

            Directory.Move(_rig.Annotations, other);
        }

        await using LabelShare next = await _rig.OpenAsync();
        UserLabels again = await next.OpenUserAsync("alice", Ct);
        Assert.False(next.State.IsAvailable);
        Directory.Move(other, _rig.Annotations);
        await Eventually.IsTrueAsync(() => next.State.IsAvailable, "the other share is there");
        await LabelRig.SetAsync(again, ("block_0002", 2));
        await Eventually.IsTrueAsync(() => next.Undelivered == 0 && _rig.IsInJournals("block_0002"), "nothing waits for it");

        Assert.False(_rig.IsInJournals("block_0001"));
        Assert.Contains("block_0001", await File.ReadAllTextAsync(waiting, Ct), StringComparison.Ordinal);
        Assert.Contains(again.Notices, notice => notice.Contains(waiting, StringComparison.Ordinal) && notice.Contains("another share", StringComparison.Ordinal));
    }
}
